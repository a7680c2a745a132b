import { SegmentedControl, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccessForm } from './access-form.ts';

type Change = (part: Partial<AccessForm>) => void;
type Errors = Readonly<Record<string, string>>;

/** Where a GravityZone is: in the cloud, or an appliance with its URL and its certificate. */
export function PlaceFields({ form, errors, onChange }: { form: AccessForm; errors: Errors; onChange: Change }) {
  const { t } = useTranslation();
  const label = useId();
  const isCloud = form.place === 'CLOUD';
  return (
    <Stack gap="md">
      <Stack gap={4}>
        <Text size="sm" fw={500} id={label}>
          {t('integrations.wizard.place')}
        </Text>
        <SegmentedControl
          fullWidth
          aria-labelledby={label}
          value={form.place}
          onChange={(place) => onChange({ place: place as AccessForm['place'] })}
          data={[
            { value: 'CLOUD', label: t('integrations.wizard.cloud') },
            { value: 'ON_PREMISES', label: t('integrations.wizard.onPremises') },
          ]}
        />
      </Stack>
      <TextInput
        label={t('integrations.wizard.endpoint')}
        description={t(isCloud ? 'integrations.wizard.endpointCloud' : 'integrations.wizard.endpointOnPremises')}
        placeholder={isCloud ? 'https://cloud.gravityzone.bitdefender.com/api' : undefined}
        required={!isCloud}
        withAsterisk={false}
        maxLength={2_000}
        spellCheck={false}
        autoComplete="off"
        value={form.endpoint}
        error={errors.endpoint}
        onChange={({ currentTarget }) => onChange({ endpoint: currentTarget.value })}
      />
      {!isCloud && <TrustFields form={form} errors={errors} onChange={onChange} />}
    </Stack>
  );
}

/** How the certificate of an appliance is trusted. */
export function TrustFields({
  form,
  errors,
  onChange,
}: {
  form: Pick<AccessForm, 'trust' | 'caCertificate' | 'certificateFingerprint'>;
  errors: Errors;
  onChange: Change;
}) {
  const { t } = useTranslation();
  const label = useId();
  return (
    <>
      <Stack gap={4}>
        <Text size="sm" fw={500} id={label}>
          {t('integrations.wizard.trust')}
        </Text>
        <SegmentedControl
          fullWidth
          orientation="vertical"
          aria-labelledby={label}
          value={form.trust}
          onChange={(trust) => onChange({ trust: trust as AccessForm['trust'] })}
          data={[
            { value: 'PUBLIC', label: t('integrations.wizard.trustPublic') },
            { value: 'AUTHORITY', label: t('integrations.wizard.trustAuthority') },
            { value: 'FINGERPRINT', label: t('integrations.wizard.trustFingerprint') },
          ]}
        />
      </Stack>
      {form.trust === 'AUTHORITY' && (
        <Textarea
          label={t('integrations.wizard.caCertificate')}
          placeholder="-----BEGIN CERTIFICATE-----"
          rows={5}
          maxLength={50_000}
          spellCheck={false}
          value={form.caCertificate}
          error={errors.caCertificate}
          onChange={({ currentTarget }) => onChange({ caCertificate: currentTarget.value })}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12 } }}
        />
      )}
      {form.trust === 'FINGERPRINT' && (
        <TextInput
          label={t('integrations.wizard.certificateFingerprint')}
          maxLength={200}
          spellCheck={false}
          autoComplete="off"
          value={form.certificateFingerprint}
          error={errors.certificateFingerprint}
          onChange={({ currentTarget }) => onChange({ certificateFingerprint: currentTarget.value })}
        />
      )}
    </>
  );
}
