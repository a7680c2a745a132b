import { Group, NumberInput, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ChangeSettings, SettingsValues } from './settings-input.ts';
import { SettingsRow } from './settings-row.tsx';

const steps = ['promisedKnown', 'promisedAlert', 'promisedTicket', 'promisedPerson'] as const;

/** Minutes from a detection to each step that are promised. */
export function ResponsePromise({
  values,
  errors,
  onChange,
}: {
  values: SettingsValues;
  errors: Partial<Record<keyof SettingsValues, string>>;
  onChange: ChangeSettings;
}) {
  const { t } = useTranslation();
  return (
    <SettingsRow title={t('integrations.settings.promise')}>
      <Stack gap="xs">
        <Text size="xs" c="dimmed">
          {t('integrations.settings.promiseAbout')}
        </Text>
        <Group gap="sm" align="flex-start">
          {steps.map((step) => (
            <NumberInput
              key={step}
              label={t(`integrations.settings.${step}`)}
              w={{ base: 100, xs: 130 }}
              allowDecimal={false}
              value={values[step]}
              error={errors[step]}
              onChange={(value) => onChange({ [step]: value })}
            />
          ))}
        </Group>
      </Stack>
    </SettingsRow>
  );
}
