import { Alert, Button, Group, Modal, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MuteAlertsDocument } from '../../../../operations/documents.ts';
import { useAction } from '../../graph/use-action.ts';
import { ClientSelect } from '../../parts/client-select.tsx';
import { DeviceSelect } from '../../parts/device-select.tsx';
import { formatMoment } from '../../parts/format.ts';
import { untilOf } from '../../parts/until.ts';
import { errorsByField, type UserError } from '../../parts/user-errors.ts';
import { emptyMute, type MuteForm, muteInputOf } from './mute-form.ts';

const times = ['fourHours', 'tomorrow', 'monday', 'week', 'month', 'custom'] as const;

/** Mutes the alerts of a client, a device or a threat until a time. */
export function MuteDialog({
  opened,
  onClose,
  onSaved,
}: {
  opened: boolean;
  onClose: () => void;
  onSaved: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('rules.mute.form.title')}
      closeButtonProps={{ 'aria-label': t('rules.mute.form.cancel') }}
    >
      {opened && <Form onClose={onClose} onSaved={onSaved} />}
    </Modal>
  );
}

function Form({ onClose, onSaved }: { onClose: () => void; onSaved: () => void }) {
  const { t } = useTranslation();
  const { run, busy } = useAction(MuteAlertsDocument);
  const [form, setForm] = useState<MuteForm>(emptyMute);
  const [refused, setRefused] = useState<readonly UserError[]>([]);
  const set = (part: Partial<MuteForm>) => setForm((before) => ({ ...before, ...part }));
  const errors = errorsByField(refused);
  const save = async () => {
    const answer = (await run({ input: muteInputOf(form, new Date()) }))?.muteBitdefenderAlerts;
    if (!answer) return;
    setRefused(answer.userErrors);
    if (answer.userErrors.length > 0) return;
    notifications.show({ color: 'teal', message: t('rules.mute.form.saved') });
    onSaved();
    onClose();
  };
  const now = new Date();
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t('rules.mute.form.about')}
        </Text>
        {errors[''] && (
          <Alert color="red" role="alert">
            {errors['']}
          </Alert>
        )}
        <ClientSelect
          label={t('rules.mute.form.client')}
          value={form.clientId}
          error={errors.clientId}
          onChange={(clientId) => set({ clientId })}
        />
        <DeviceSelect
          label={t('rules.mute.form.device')}
          value={form.deviceId}
          error={errors.deviceId}
          onChange={(deviceId) => set({ deviceId })}
        />
        <TextInput
          label={t('rules.mute.form.threat')}
          placeholder={t('rules.mute.form.threatHint')}
          value={form.threatName}
          maxLength={500}
          error={errors.threatName}
          onChange={({ currentTarget }) => set({ threatName: currentTarget.value })}
        />
        <Group gap="sm" align="flex-start" grow>
          <Select
            label={t('rules.mute.form.until')}
            allowDeselect={false}
            withAsterisk
            data={times.map((value) => ({
              value,
              label: value === 'custom' ? t('rules.mute.form.custom') : t(`until.${value}`),
            }))}
            value={form.until}
            error={form.until === 'custom' ? undefined : errors.until}
            description={form.until === 'custom' ? undefined : formatMoment(untilOf(form.until, now))}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            onChange={(until) => set({ until: (until ?? 'week') as MuteForm['until'] })}
          />
          {form.until === 'custom' && (
            <TextInput
              type="datetime-local"
              label={t('rules.mute.form.untilAt')}
              value={form.untilAt}
              error={errors.until}
              onChange={({ currentTarget }) => set({ untilAt: currentTarget.value })}
            />
          )}
        </Group>
        <Textarea
          label={t('rules.mute.form.reason')}
          placeholder={t('rules.mute.form.reasonHint')}
          withAsterisk
          autosize
          minRows={2}
          maxLength={500}
          value={form.reason}
          error={errors.reason}
          onChange={({ currentTarget }) => set({ reason: currentTarget.value })}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('rules.mute.form.cancel')}
          </Button>
          <Button type="submit" loading={busy}>
            {t('rules.mute.form.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
