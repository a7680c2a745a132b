import { Button, Group, Select, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SetIntegrationTimeZoneDocument } from '../../../../operations/documents.ts';
import { useAction } from '../../graph/use-action.ts';
import { ChangedMeanwhile, isChangedMeanwhile } from '../../parts/changed-meanwhile.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { errorsByField, type UserError } from '../../parts/user-errors.ts';

interface ZoneProps {
  integration: { id: string; name: string; version: string; naiveZone: string | null };
  onClose: () => void;
  onDone: () => void;
}

export const timeZones: readonly string[] = Intl.supportedValuesOf('timeZone');

/** The time zone in which a GravityZone writes dates: set here, or measured. */
export function ZoneDialog({ opened, ...props }: ZoneProps & { opened: boolean }) {
  const { t } = useTranslation();
  return (
    <Dialog
      opened={opened}
      title={t('integrations.zone.title', { name: props.integration.name })}
      onClose={props.onClose}
      size="md"
    >
      <ZoneForm {...props} />
    </Dialog>
  );
}

function ZoneForm({ integration, onClose, onDone }: ZoneProps) {
  const { t } = useTranslation();
  const [zone, setZone] = useState(integration.naiveZone);
  const [userErrors, setUserErrors] = useState<readonly UserError[]>([]);
  const { run, busy } = useAction(SetIntegrationTimeZoneDocument);
  const save = async () => {
    const input = { integrationId: integration.id, version: integration.version, timeZone: zone };
    const answer = (await run({ input }))?.setBitdefenderTimeZone;
    if (!answer) return;
    setUserErrors(answer.userErrors);
    if (answer.userErrors.length > 0) return;
    notifications.show({ color: 'teal', message: t('integrations.zone.done') });
    onClose();
    onDone();
  };
  const meanwhile = isChangedMeanwhile(userErrors);
  return (
    <Stack gap="md">
      <Text size="sm">{t('integrations.zone.about')}</Text>
      <Select
        label={t('integrations.zone.zone')}
        placeholder={t('integrations.zone.measured')}
        data={zone && !timeZones.includes(zone) ? [zone, ...timeZones] : [...timeZones]}
        value={zone}
        onChange={setZone}
        searchable
        clearable
        clearButtonProps={{
          'aria-label': t('integrations.zone.measured'),
          'aria-hidden': false,
          tabIndex: 0,
          style: { width: 24, height: 24 },
        }}
        error={meanwhile ? undefined : errorsByField(userErrors).timeZone}
        data-autofocus
      />
      {meanwhile && (
        <ChangedMeanwhile
          onReload={() => {
            onClose();
            onDone();
          }}
        />
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t('integrations.cancel')}
        </Button>
        <Button loading={busy} onClick={() => void save()}>
          {t('integrations.save')}
        </Button>
      </Group>
    </Stack>
  );
}
