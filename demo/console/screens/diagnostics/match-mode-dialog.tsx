import { Button, Group, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from 'urql';
import { UpdateSettingsDocument } from '../../../../operations/documents.ts';
import { jobEnd } from '../../graph/job-end.ts';
import { useAction } from '../../graph/use-action.ts';
import { ChangedMeanwhile, isChangedMeanwhile } from '../../parts/changed-meanwhile.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Refusals } from '../../parts/refusals.tsx';
import type { UserError } from '../../parts/user-errors.ts';

/** Asks before host names of all clients are compared in another way. */
export function MatchModeDialog({
  version,
  onClose,
  onDone,
}: {
  /** Of the settings that were read. */
  version: string;
  onClose: () => void;
  onDone: () => void;
}) {
  const { t } = useTranslation();
  const { run, busy } = useAction(UpdateSettingsDocument);
  const client = useClient();
  const [matching, setMatching] = useState(false);
  const [userErrors, setUserErrors] = useState<readonly UserError[]>([]);
  const save = async () => {
    const answer = (await run({ input: { version, matchMode: 'NORMALISED' } }))?.updateBitdefenderSettings;
    if (!answer) return;
    setUserErrors(answer.userErrors);
    if (answer.userErrors.length > 0) return;
    notifications.show({ color: 'teal', message: t('diagnostics.done.MATCH_MODE') });
    // The finding is there until the job has matched every client.
    setMatching(true);
    if (answer.rematchJobId) await jobEnd(client, 'REMATCH_CLIENTS', answer.rematchJobId);
    onClose();
    onDone();
  };
  return (
    <Dialog opened title={t('diagnostics.matchMode.title')} onClose={onClose} size="md">
      <Stack gap="md">
        <Text size="sm">
          {t('diagnostics.matchMode.about', { about: t('integrations.settings.matchModeAbout.NORMALISED') })}
        </Text>
        {isChangedMeanwhile(userErrors) ? (
          <ChangedMeanwhile
            onReload={() => {
              onClose();
              onDone();
            }}
          />
        ) : (
          <Refusals errors={Object.fromEntries(userErrors.map(({ code, message }) => [code, message]))} />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('diagnostics.cancel')}
          </Button>
          <Button onClick={() => void save()} loading={busy || matching} data-autofocus>
            {t('diagnostics.matchMode.save')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
