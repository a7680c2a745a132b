import { Progress, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  SyncNowDocument,
  SyncProgressDocument,
  type SyncProgressSubscription,
} from '../../../../operations/documents.ts';
import { useAction } from '../../graph/use-action.ts';
import { useLive } from '../../graph/use-live.ts';
import { formatShare } from '../../parts/format.ts';
import { hasEnded } from '../../parts/sync-run.ts';
import { ActionButton } from './action-button.tsx';

type Run = NonNullable<SyncProgressSubscription['bitdefenderSyncProgressed']>;

/** "Sync now" of a client: the runs with their progress, until all have ended. */
export function SyncMend({ clientId, onDone }: { clientId: string; onDone: () => void }) {
  const { t } = useTranslation();
  const { run } = useAction(SyncNowDocument);
  const [runs, setRuns] = useState<readonly string[]>([]);
  const act = async () => {
    const answer = (await run({ clientId }))?.syncBitdefenderClient;
    if (answer?.userErrors.length === 0) setRuns(answer.runs?.map(({ id }) => id) ?? []);
    return answer?.userErrors ?? null;
  };
  const [next] = runs;
  if (next === undefined) return <ActionButton text={t('diagnostics.mend.SYNC')} act={act} onDone={() => undefined} />;
  const ended = () => {
    setRuns((before) => before.slice(1));
    if (runs.length === 1) onDone();
  };
  return <RunProgress key={next} runId={next} onEnd={ended} />;
}

function RunProgress({ runId, onEnd }: { runId: string; onEnd: () => void }) {
  const { t } = useTranslation();
  const [known, setKnown] = useState<Run | null>(null);
  useLive(SyncProgressDocument, { runId }, ({ bitdefenderSyncProgressed: run }) => {
    if (!run) return;
    setKnown(run);
    if (!hasEnded(run.state)) return;
    const problem = run.streams.find((stream) => stream.problem)?.problem;
    if (run.state === 'SUCCEEDED') notifications.show({ color: 'teal', message: t('diagnostics.done.SYNC') });
    else
      notifications.show({
        color: 'yellow',
        message: t('diagnostics.sync.failed', { message: problem?.message ?? '' }),
      });
    onEnd();
  });
  const text =
    known === null || known.state === 'QUEUED'
      ? t('diagnostics.sync.queued')
      : t('diagnostics.sync.running', { share: formatShare(known.shareDone) });
  return (
    <Stack gap={4} w={190} role="status">
      <Progress value={100 * (known?.shareDone ?? 0)} animated aria-label={text} />
      <Text size="xs" c="dimmed">
        {text}
      </Text>
    </Stack>
  );
}
