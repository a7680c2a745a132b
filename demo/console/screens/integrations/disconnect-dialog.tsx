import { Button, Group, List, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DisconnectIntegrationDocument } from '../../../../operations/documents.ts';
import { useAction } from '../../graph/use-action.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Refusals } from '../../parts/refusals.tsx';
import { errorsByField } from '../../parts/user-errors.ts';

/** Asks before an integration is disconnected, and says what happens to what. */
export function DisconnectDialog({
  opened,
  integration: { id, name },
  onClose,
  onDone,
}: {
  opened: boolean;
  integration: { id: string; name: string };
  onClose: () => void;
  onDone: () => void;
}) {
  const { t } = useTranslation();
  const { run, busy } = useAction(DisconnectIntegrationDocument);
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const disconnect = async () => {
    const answer = (await run({ input: { integrationId: id } }))?.disconnectBitdefender;
    if (!answer) return;
    setErrors(errorsByField(answer.userErrors));
    if (answer.userErrors.length > 0) return;
    notifications.show({ color: 'teal', message: t('integrations.disconnect.done', { name }) });
    onClose();
    onDone();
  };
  return (
    <Dialog opened={opened} title={t('integrations.disconnect.title', { name })} onClose={onClose} size="md">
      <Stack gap="md">
        <List size="sm" spacing={6}>
          {(['stops', 'stays', 'remembered', 'key'] as const).map((what) => (
            <List.Item key={what}>{t(`integrations.disconnect.${what}`)}</List.Item>
          ))}
        </List>
        <Refusals errors={errors} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('integrations.cancel')}
          </Button>
          <Button color="red.9" loading={busy} onClick={() => void disconnect()}>
            {t('integrations.disconnect.confirm')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
