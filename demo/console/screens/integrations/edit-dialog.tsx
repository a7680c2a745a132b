import { Button, Checkbox, Group, Stack, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { UpdateIntegrationDocument } from '../../../../operations/documents.ts';
import { useAction } from '../../graph/use-action.ts';
import { ChangedMeanwhile, isChangedMeanwhile } from '../../parts/changed-meanwhile.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Refusals } from '../../parts/refusals.tsx';
import { errorsByField, type UserError } from '../../parts/user-errors.ts';
import { TrustFields } from './access-fields.tsx';
import { KeyInput } from './key-input.tsx';
import { type IntegrationForm, isOtherHost, updateInputOf } from './update-input.ts';

interface EditProps {
  integration: { id: string; version: string; name: string; endpoint: string; report?: { name: string } | null };
  onClose: () => void;
  /** Called after a change, and to read again what somebody else changed. */
  onDone: () => void;
}

/** A new name, URL, certificate or report for an integration. */
export function EditDialog({ opened, ...props }: EditProps & { opened: boolean }) {
  const { t } = useTranslation();
  return (
    <Dialog
      opened={opened}
      title={t('integrations.edit.title', { name: props.integration.name })}
      onClose={props.onClose}
    >
      <EditForm {...props} />
    </Dialog>
  );
}

const ownInputs: readonly string[] = [
  'name',
  'endpoint',
  'apiKey',
  'caCertificate',
  'certificateFingerprint',
  'reportName',
];

function EditForm({ integration, onClose, onDone }: EditProps) {
  const { t } = useTranslation();
  const [form, setForm] = useState<IntegrationForm>({
    name: integration.name,
    endpoint: integration.endpoint,
    reportName: integration.report?.name ?? '',
    apiKey: '',
    replaceTrust: false,
    trust: 'AUTHORITY',
    caCertificate: '',
    certificateFingerprint: '',
  });
  const [userErrors, setUserErrors] = useState<readonly UserError[]>([]);
  const { run, busy } = useAction(UpdateIntegrationDocument);
  const errors = errorsByField(userErrors);
  const change = (part: Partial<IntegrationForm>) => setForm((before) => ({ ...before, ...part }));
  const save = async () => {
    const answer = (await run({ input: updateInputOf(integration, form) }))?.updateBitdefenderIntegration;
    if (!answer) return;
    setUserErrors(answer.userErrors);
    if (answer.userErrors.length > 0) return;
    notifications.show({ color: 'teal', message: t('integrations.edit.done') });
    onClose();
    onDone();
  };
  return (
    <form
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Stack gap="md">
        <TextInput
          label={t('integrations.edit.name')}
          value={form.name}
          maxLength={100}
          error={errors.name}
          data-autofocus
          onChange={({ currentTarget }) => change({ name: currentTarget.value })}
        />
        <TextInput
          label={t('integrations.edit.endpoint')}
          description={t('integrations.edit.endpointAbout')}
          value={form.endpoint}
          maxLength={2_000}
          spellCheck={false}
          error={errors.endpoint}
          onChange={({ currentTarget }) => change({ endpoint: currentTarget.value })}
        />
        {isOtherHost(integration, form.endpoint) && (
          <KeyInput
            label={t('integrations.edit.key')}
            about={t('integrations.edit.keyAbout')}
            value={form.apiKey}
            error={errors.apiKey}
            onChange={(apiKey) => change({ apiKey })}
          />
        )}
        <Checkbox
          label={t('integrations.edit.trust')}
          checked={form.replaceTrust}
          onChange={({ currentTarget }) => change({ replaceTrust: currentTarget.checked })}
        />
        {form.replaceTrust && <TrustFields form={form} errors={errors} onChange={change} />}
        <TextInput
          label={t('integrations.edit.report')}
          description={t('integrations.edit.reportAbout')}
          value={form.reportName}
          maxLength={100}
          error={errors.reportName}
          onChange={({ currentTarget }) => change({ reportName: currentTarget.value })}
        />
        {isChangedMeanwhile(userErrors) ? (
          <ChangedMeanwhile
            onReload={() => {
              onClose();
              onDone();
            }}
          />
        ) : (
          <Refusals errors={Object.fromEntries(Object.entries(errors).filter(([name]) => !ownInputs.includes(name)))} />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('integrations.cancel')}
          </Button>
          <Button type="submit" loading={busy}>
            {t('integrations.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
