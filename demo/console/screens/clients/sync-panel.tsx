import { Alert, Button, Group, Progress, Stack, Text, Tooltip } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconLoader, IconRefresh } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type RunProgressFragment, SyncProgressDocument } from '../../../../operations/documents.ts';
import { useLive } from '../../graph/use-live.ts';
import { formatCount, formatShare } from '../../parts/format.ts';
import { Panel } from '../../parts/panel.tsx';
import { ShortTable } from '../../parts/short-table.tsx';
import { endOf, totalsOf } from './find.ts';
import type { Sync } from './use-sync.ts';

/** The button "Sync now". */
export function SyncButton({ onSync, busy, size = 'xs' }: { onSync: () => void; busy: boolean; size?: string }) {
  const { t } = useTranslation();
  return (
    <Tooltip label={t('clients.sync.about')}>
      <Button size={size} leftSection={<IconRefresh size={16} />} onClick={onSync} loading={busy}>
        {t('clients.sync.now')}
      </Button>
    </Tooltip>
  );
}

/** What "Sync now" does, from its beginning to its result. */
export function SyncPanel({ sync, onEnd, onDismiss }: { sync: Sync; onEnd: () => void; onDismiss: () => void }) {
  const { t } = useTranslation();
  return (
    <Panel
      title={t('clients.sync.title')}
      action={
        <Button size="compact-xs" variant="default" onClick={onDismiss}>
          {t('clients.sync.dismiss')}
        </Button>
      }
    >
      <Stack gap="md">
        {sync.refused.length > 0 && (
          <Alert color="yellow" icon={<IconAlertTriangle />} title={t('clients.sync.refused')} role="alert">
            {sync.refused.join(' ')}
          </Alert>
        )}
        {sync.runs.length === 0 && sync.refused.length === 0 && <Text size="sm">{t('clients.sync.nothing')}</Text>}
        {sync.runs.map((run) => (
          <RunProgress key={run.id} begun={run} onEnd={onEnd} />
        ))}
      </Stack>
    </Panel>
  );
}

function RunProgress({ begun, onEnd }: { begun: RunProgressFragment; onEnd: () => void }) {
  const { t } = useTranslation();
  const [run, setRun] = useState(begun);
  const end = endOf(run.state);
  useLive(
    SyncProgressDocument,
    { runId: begun.id },
    ({ bitdefenderSyncProgressed: progress }) => {
      if (progress) setRun(progress);
    },
    { pause: end !== null },
  );
  useEffect(() => {
    if (end !== null) onEnd();
  }, [end, onEnd]);
  const { fetched, stored } = totalsOf(run.streams);
  const numbers = { fetched: formatCount(fetched), stored: formatCount(stored) };
  const color = end === null ? 'ink' : end === 'SUCCEEDED' ? 'teal' : end === 'PARTIAL' ? 'yellow' : 'red';
  return (
    <Stack gap="xs">
      <Progress
        value={100 * (end ? 1 : run.shareDone)}
        size="lg"
        color={color}
        animated={end === null}
        aria-label={t('clients.sync.progress', { share: formatShare(end ? 1 : run.shareDone) })}
      />
      <Text size="sm" fw={600} role="status">
        {end
          ? t(`clients.sync.result.${end}`, numbers)
          : `${t(run.state === 'QUEUED' ? 'clients.sync.waiting' : 'clients.sync.running')} ${t('clients.sync.progress', { share: formatShare(run.shareDone) })}`}
      </Text>
      {run.plan && (
        <Text size="xs" c="dimmed">
          {run.plan}
        </Text>
      )}
      {run.streams.length > 0 && <Streams streams={run.streams} />}
    </Stack>
  );
}

function Streams({ streams }: Pick<RunProgressFragment, 'streams'>) {
  const { t } = useTranslation();
  return (
    <ShortTable
      label={t('clients.sync.title')}
      rows={streams}
      keyOf={({ stream }) => stream}
      columns={[
        {
          id: 'stream',
          header: t('clients.sync.column.stream'),
          cell: ({ stream, problem }) => (
            <>
              {t(`clients.sync.stream.${stream}`)}
              {problem && (
                <Text size="xs">
                  {problem.message} {problem.hint}
                </Text>
              )}
            </>
          ),
        },
        {
          id: 'state',
          header: t('clients.sync.column.state'),
          isShort: true,
          cell: ({ state }) => <StreamState state={state} />,
        },
        {
          id: 'fetched',
          header: t('clients.sync.column.fetched'),
          isNumber: true,
          cell: ({ fetched }) => formatCount(fetched),
        },
        {
          id: 'stored',
          header: t('clients.sync.column.stored'),
          isNumber: true,
          cell: ({ stream, stored, matched }) => formatCount(stream === 'MATCHING' ? matched : stored),
        },
      ]}
    />
  );
}

function StreamState({ state }: { state: RunProgressFragment['state'] }) {
  const { t } = useTranslation();
  const Icon = state === 'SUCCEEDED' ? IconCheck : endOf(state) === null ? IconLoader : IconAlertTriangle;
  const color = state === 'SUCCEEDED' ? 'teal' : endOf(state) === null ? 'gray' : 'red';
  return (
    <Group gap={4} wrap="nowrap">
      <Icon size={15} color={`var(--mantine-color-${color}-6)`} aria-hidden />
      {t(`clients.sync.state.${state}`)}
    </Group>
  );
}
