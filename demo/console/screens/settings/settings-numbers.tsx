import { Group, NumberInput, Select, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { BitdefenderSeverity } from '../../../../operations/documents.ts';
import { severities } from '../../parts/severity.tsx';
import type { ChangeSettings, SettingsValues } from './settings-input.ts';
import { SettingsRow } from './settings-row.tsx';

interface PartProps {
  values: SettingsValues;
  errors: Partial<Record<keyof SettingsValues, string>>;
  onChange: ChangeSettings;
}

const width = { base: 100, xs: 150 };

/** From which score on an incident is of which severity. */
export function Bands({ values, errors, onChange }: PartProps) {
  const { t } = useTranslation();
  const input = (name: 'medium' | 'high' | 'critical', label: 'MEDIUM' | 'HIGH' | 'CRITICAL') => (
    <NumberInput
      key={name}
      label={t(`severity.${label}`)}
      w={width}
      min={1}
      max={100}
      allowDecimal={false}
      value={values[name]}
      error={errors[name]}
      onChange={(value) => onChange({ [name]: value })}
    />
  );
  return (
    <SettingsRow title={t('integrations.settings.bands')}>
      <Stack gap="xs">
        <Text size="xs" c="dimmed">
          {t('integrations.settings.bandsAbout')}
        </Text>
        <Group gap="sm" align="flex-start">
          {input('medium', 'MEDIUM')}
          {input('high', 'HIGH')}
          {input('critical', 'CRITICAL')}
        </Group>
      </Stack>
    </SettingsRow>
  );
}

/** The severity of what has no score. */
export function StateSeverities({ values, errors, onChange }: PartProps) {
  const { t } = useTranslation();
  const data = severities
    .filter((value) => value !== 'UNKNOWN')
    .map((value) => ({ value, label: t(`severity.${value}`) }));
  const input = (name: 'infected' | 'detection') => (
    <Select
      label={t(`integrations.settings.${name}`)}
      w={{ base: '100%', xs: 260 }}
      data={data}
      allowDeselect={false}
      value={values[name]}
      error={errors[name]}
      onChange={(value) => value && onChange({ [name]: value as BitdefenderSeverity })}
    />
  );
  return (
    <SettingsRow title={t('integrations.settings.stateSeverities')}>
      <Group gap="sm" align="flex-start">
        {input('infected')}
        {input('detection')}
      </Group>
    </SettingsRow>
  );
}

/** How many machines within which time are an outbreak. */
export function Outbreak({ values, errors, onChange }: PartProps) {
  const { t } = useTranslation();
  const input = (name: 'machines' | 'minutes', least: number, most: number) => (
    <NumberInput
      label={t(`integrations.settings.${name}`)}
      w={width}
      min={least}
      max={most}
      allowDecimal={false}
      value={values[name]}
      error={errors[name]}
      onChange={(value) => onChange({ [name]: value })}
    />
  );
  return (
    <SettingsRow title={t('integrations.settings.outbreak')}>
      <Stack gap="xs">
        <Text size="xs" c="dimmed">
          {t('integrations.settings.outbreakAbout')}
        </Text>
        <Group gap="sm" align="flex-start">
          {input('machines', 2, 10_000)}
          {input('minutes', 1, 1_440)}
        </Group>
      </Stack>
    </SettingsRow>
  );
}

/** How long before its end a licence is a cause of degraded protection. */
export function Licences({ values, errors, onChange }: PartProps) {
  const { t } = useTranslation();
  return (
    <SettingsRow title={t('integrations.settings.licences')}>
      <NumberInput
        label={t('integrations.settings.licenceEndingDays')}
        description={t('integrations.settings.licenceEndingAbout')}
        maw={420}
        min={1}
        max={365}
        allowDecimal={false}
        value={values.licenceEndingDays}
        error={errors.licenceEndingDays}
        onChange={(licenceEndingDays) => onChange({ licenceEndingDays })}
      />
    </SettingsRow>
  );
}

/** How long resolved threats are kept. */
export function Retention({ values, errors, onChange }: PartProps) {
  const { t } = useTranslation();
  return (
    <SettingsRow title={t('integrations.settings.retention')}>
      <NumberInput
        label={t('integrations.settings.retentionDays')}
        description={t('integrations.settings.retentionAbout')}
        maw={420}
        allowDecimal={false}
        value={values.retentionDays}
        error={errors.retentionDays}
        onChange={(retentionDays) => onChange({ retentionDays })}
      />
    </SettingsRow>
  );
}
