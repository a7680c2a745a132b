import { Alert, Button, Chip, Group, Modal, NumberInput, Select, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  MaintenancePreviewDocument,
  RulesPageDocument,
  SaveMaintenanceWindowDocument,
} from '../../../../operations/documents.ts';
import { useAction } from '../../graph/use-action.ts';
import { useScreen } from '../../graph/use-screen.ts';
import { ClientSelect } from '../../parts/client-select.tsx';
import { DeviceSelect } from '../../parts/device-select.tsx';
import { formatMoment, formatWeekday } from '../../parts/format.ts';
import { errorsByField, type UserError } from '../../parts/user-errors.ts';
import { emptyWindow, formOf, scheduleOf, type Window, type WindowForm, windowInputOf } from './window-form.ts';

/** A new maintenance window, or one that is changed. */
export function WindowDialog({
  edited,
  onClose,
  onSaved,
}: {
  edited: Window | 'new' | null;
  onClose: () => void;
  onSaved: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={edited !== null}
      onClose={onClose}
      title={t(edited === 'new' ? 'maintenance.form.add' : 'maintenance.form.edit')}
      closeButtonProps={{ 'aria-label': t('maintenance.form.cancel') }}
    >
      {edited !== null && <Form window={edited === 'new' ? null : edited} onClose={onClose} onSaved={onSaved} />}
    </Modal>
  );
}

function Form({ window, onClose, onSaved }: { window: Window | null; onClose: () => void; onSaved: () => void }) {
  const { t } = useTranslation();
  const { run, busy } = useAction(SaveMaintenanceWindowDocument);
  const [form, setForm] = useState<WindowForm>(() => (window ? formOf(window, new Date()) : emptyWindow(new Date())));
  const [refused, setRefused] = useState<readonly UserError[]>([]);
  const { data: rules } = useScreen(RulesPageDocument, {});
  const set = (part: Partial<WindowForm>) => setForm((before) => ({ ...before, ...part }));
  const errors = errorsByField(refused);
  const save = async () => {
    const answer = (await run({ input: windowInputOf(form, window) }))?.saveBitdefenderMaintenanceWindow;
    if (!answer) return;
    setRefused(answer.userErrors);
    if (answer.userErrors.length > 0) return;
    notifications.show({ color: 'teal', message: t('maintenance.form.saved') });
    onSaved();
    onClose();
  };
  const elsewhere = [errors[''], errors.version, errors.windowId].filter(Boolean).join(' ');
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
          {t('maintenance.form.about')}
        </Text>
        {elsewhere && (
          <Alert color="red" role="alert">
            {elsewhere}
          </Alert>
        )}
        <TextInput
          label={t('maintenance.form.name')}
          withAsterisk
          value={form.name}
          maxLength={100}
          error={errors.name}
          onChange={({ currentTarget }) => set({ name: currentTarget.value })}
        />
        <ClientSelect
          label={t('maintenance.form.client')}
          value={form.clientId}
          error={errors.clientId}
          onChange={(clientId) => set({ clientId })}
        />
        <DeviceSelect
          label={t('maintenance.form.device')}
          value={form.deviceId}
          error={errors.deviceId}
          onChange={(deviceId) => set({ deviceId })}
        />
        <Select
          label={t('maintenance.form.rule')}
          placeholder={t('maintenance.form.allRules')}
          data={(rules?.bitdefenderAlertRules ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          value={form.ruleId}
          error={errors.ruleId}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': t('filter.clear', { label: t('maintenance.form.rule') }) }}
          onChange={(ruleId) => set({ ruleId })}
        />
        <Times form={form} errors={errors} onChange={set} />
        <Preview form={form} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('maintenance.form.cancel')}
          </Button>
          <Button type="submit" loading={busy}>
            {t('maintenance.form.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** When it is open. */
function Times({
  form,
  errors,
  onChange,
}: {
  form: WindowForm;
  errors: Readonly<Record<string, string>>;
  onChange: (part: Partial<WindowForm>) => void;
}) {
  const { t } = useTranslation();
  return (
    <>
      <Switch
        label={t('maintenance.form.repeats')}
        checked={form.repeats}
        onChange={({ currentTarget }) => onChange({ repeats: currentTarget.checked })}
      />
      {form.repeats ? (
        <fieldset aria-label={t('maintenance.form.days')} style={{ border: 0, margin: 0, padding: 0 }}>
          <Chip.Group multiple value={form.days} onChange={(days) => onChange({ days })}>
            <Group gap={6}>
              {[1, 2, 3, 4, 5, 6, 7].map((day) => (
                <Chip key={day} value={String(day)} size="xs">
                  {formatWeekday(day)}
                </Chip>
              ))}
            </Group>
          </Chip.Group>
          {errors.days && (
            <Text size="xs" c="red" role="alert">
              {errors.days}
            </Text>
          )}
        </fieldset>
      ) : (
        <TextInput
          type="date"
          label={t('maintenance.form.date')}
          value={form.date}
          error={errors.date}
          onChange={({ currentTarget }) => onChange({ date: currentTarget.value })}
        />
      )}
      <Group gap="sm" align="flex-start" grow>
        <TextInput
          type="time"
          label={t('maintenance.form.time')}
          value={form.time}
          error={errors.time}
          onChange={({ currentTarget }) => onChange({ time: currentTarget.value })}
        />
        <NumberInput
          label={t('maintenance.form.hours')}
          value={form.hours}
          min={0}
          max={336}
          error={errors.minutes}
          onChange={(hours) => onChange({ hours })}
        />
        <NumberInput
          label={t('maintenance.form.minutes')}
          value={form.minutes}
          min={0}
          max={59}
          onChange={(minutes) => onChange({ minutes })}
        />
      </Group>
      <TextInput
        label={t('maintenance.form.zone')}
        placeholder={t('maintenance.form.zoneHint')}
        value={form.timeZone}
        maxLength={100}
        error={errors.timeZone}
        onChange={({ currentTarget }) => onChange({ timeZone: currentTarget.value })}
      />
    </>
  );
}

/** When it would be open next, in its own time zone. */
function Preview({ form }: { form: WindowForm }) {
  const { t } = useTranslation();
  const [schedule] = useDebouncedValue(JSON.stringify(scheduleOf(form)), 300);
  const { data } = useScreen(MaintenancePreviewDocument, { schedule: JSON.parse(schedule) });
  const preview = data?.previewBitdefenderMaintenanceWindow;
  const { timeZone, occurrences } = preview ?? {};
  return (
    <div aria-live="polite">
      <Text size="sm" fw={600}>
        {t('maintenance.form.preview')}
      </Text>
      {occurrences && timeZone ? (
        <Stack component="ul" gap={0} m={0} pl="md">
          {occurrences.map(({ from, to }) => (
            <Text component="li" size="sm" key={from}>
              {t('maintenance.form.occurrence', {
                from: formatMoment(from, timeZone),
                to: formatMoment(to, timeZone),
                zone: timeZone,
              })}
            </Text>
          ))}
        </Stack>
      ) : (
        <Text size="sm" c="dimmed">
          {(preview?.userErrors ?? []).map(({ message }) => message).join(' ') || t('maintenance.form.none')}
        </Text>
      )}
    </div>
  );
}
