import { Checkbox, Group, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatWeekday } from '../../parts/format.ts';
import { severities } from '../../parts/severity.tsx';
import { type EditorPart, EditorSection, FieldError, Several } from './editor-parts.tsx';
import { isAboutDegradation, type RuleForm, workHours } from './rule-form.ts';

const kinds = ['THREAT', 'OUTBREAK', 'NOTICE', 'DEGRADATION'] as const;
const families = [
  'RANSOMWARE',
  'EXPLOIT',
  'TROJAN',
  'BACKDOOR',
  'WORM',
  'VIRUS',
  'ROOTKIT',
  'SPYWARE',
  'HEURISTIC',
  'ADWARE',
  'APPLICATION',
  'UNKNOWN',
] as const;
const taken = ['REPORTED', 'BLOCKED', 'PARTIALLY_BLOCKED', 'QUARANTINED', 'KILLED', 'UNKNOWN'] as const;
const statuses = ['UNRESOLVED', 'RESOLVED', 'FALSE_POSITIVE'] as const;
const machines = ['SERVER', 'WORKSTATION', 'UNKNOWN'] as const;
const causes = [
  'MODULE_OFF',
  'LICENCE_EXPIRED',
  'ISOLATED',
  'NOT_SEEN',
  'SIGNATURES_OUTDATED',
  'POLICY_NOT_EXPECTED',
  'PRODUCT_OUTDATED',
] as const;
const days = [1, 2, 3, 4, 5, 6, 7] as const;

/** What must hold of an alert. */
export function ConditionsPart({ form, set, errors, choices, timeZone }: EditorPart & { timeZone: string | null }) {
  const { t } = useTranslation();
  const companies = choices.data?.bitdefenderCompanies?.edges.map(({ node }) => node) ?? [];
  const error = (name: string) => errors[`conditions.${name}`];
  return (
    <EditorSection title={t('rules.editor.conditions')} about={t('rules.editor.conditionsAbout')}>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm" verticalSpacing="xs">
        <Several
          label={t('rules.editor.kinds')}
          placeholder={t('rules.editor.kindsUsual')}
          data={kinds.map((value) => ({ value, label: t(`alerts.kind.${value}`) }))}
          value={form.kinds}
          error={error('kinds')}
          onChange={(value) => set({ kinds: value as RuleForm['kinds'] })}
        />
        <Group gap="sm" grow align="flex-start">
          <SeverityInput
            label={t('rules.editor.from')}
            value={form.minimumSeverity}
            error={error('minimumSeverity')}
            onChange={(minimumSeverity) => set({ minimumSeverity })}
          />
          <SeverityInput
            label={t('rules.editor.to')}
            value={form.maximumSeverity}
            error={error('maximumSeverity')}
            onChange={(maximumSeverity) => set({ maximumSeverity })}
          />
        </Group>
        <Several
          label={t('rules.editor.families')}
          data={families.map((value) => ({ value, label: t(`rules.family.${value}`) }))}
          value={form.families}
          error={error('families')}
          onChange={(value) => set({ families: value })}
        />
        <Several
          label={t('rules.editor.statuses')}
          placeholder={t('rules.editor.statusesUsual')}
          data={statuses.map((value) => ({ value, label: t(`threats.status.${value}`) }))}
          value={form.statuses}
          error={error('statuses')}
          onChange={(value) => set({ statuses: value as RuleForm['statuses'] })}
        />
        <Several
          label={t('rules.editor.taken')}
          data={taken.map((value) => ({ value, label: t(`threats.action.${value}`) }))}
          value={form.takenActions}
          error={error('actions')}
          onChange={(value) => set({ takenActions: value as RuleForm['takenActions'] })}
        />
        <Select
          size="xs"
          label={t('rules.editor.stillActive')}
          placeholder={t('filter.any')}
          data={(['yes', 'no'] as const).map((value) => ({ value, label: t(`rules.editor.${value}`) }))}
          value={form.stillActive || null}
          error={error('stillActive')}
          clearable
          clearButtonProps={{ 'aria-label': t('filter.clear', { label: t('rules.editor.stillActive') }) }}
          onChange={(value) => set({ stillActive: (value ?? '') as RuleForm['stillActive'] })}
        />
        <TextInput
          size="xs"
          label={t('rules.editor.host')}
          placeholder={t('rules.editor.hostHint')}
          value={form.hostnamePattern}
          maxLength={255}
          error={error('hostnamePattern')}
          onChange={({ currentTarget }) => set({ hostnamePattern: currentTarget.value })}
        />
        <Several
          label={t('rules.editor.machines')}
          data={machines.map((value) => ({ value, label: t(`rules.machine.${value}`) }))}
          value={form.machineKinds}
          error={error('machineKinds')}
          onChange={(value) => set({ machineKinds: value as RuleForm['machineKinds'] })}
        />
        <Several
          label={t('rules.editor.companies')}
          data={[
            ...companies.map(({ id, name }) => ({ value: id, label: name })),
            ...form.companyIds
              .filter((id) => !companies.some((company) => company.id === id))
              .map((id) => ({ value: id, label: id })),
          ]}
          value={form.companyIds}
          error={error('companyIds')}
          onChange={(companyIds) => set({ companyIds })}
        />
        {isAboutDegradation(form) && (
          <Several
            label={t('rules.editor.causes')}
            data={causes.map((value) => ({ value, label: t(`alerts.cause.${value}`) }))}
            value={form.causes}
            error={error('causes')}
            onChange={(value) => set({ causes: value as RuleForm['causes'] })}
          />
        )}
      </SimpleGrid>
      <HoursInput form={form} set={set} errors={errors} timeZone={timeZone} />
    </EditorSection>
  );
}

function SeverityInput({
  label,
  value,
  error,
  onChange,
}: {
  label: string;
  value: RuleForm['minimumSeverity'];
  error: string | undefined;
  onChange: (value: RuleForm['minimumSeverity']) => void;
}) {
  const { t } = useTranslation();
  return (
    <Select
      size="xs"
      label={label}
      placeholder={t('filter.any')}
      data={severities.map((severity) => ({ value: severity, label: t(`severity.${severity}`) }))}
      value={value || null}
      error={error}
      clearable
      clearButtonProps={{ 'aria-label': t('filter.clear', { label }) }}
      onChange={(next) => onChange((next ?? '') as RuleForm['minimumSeverity'])}
    />
  );
}

function HoursInput({ form, set, errors, timeZone }: Omit<EditorPart, 'choices'> & { timeZone: string | null }) {
  const { t } = useTranslation();
  const { hours } = form;
  return (
    <Stack gap="xs">
      <Checkbox
        size="xs"
        label={t('rules.editor.hoursOn')}
        checked={hours !== null}
        onChange={({ currentTarget }) =>
          set({ hours: currentTarget.checked ? { ...workHours, days: [...workHours.days] } : null })
        }
      />
      {hours && (
        <Group gap="md" align="flex-start">
          <Checkbox.Group
            size="xs"
            label={t('rules.editor.days')}
            value={hours.days.map(String)}
            error={errors['conditions.hours.days']}
            onChange={(value) => set({ hours: { ...hours, days: value.map(Number).toSorted((a, b) => a - b) } })}
          >
            <Group gap="xs" mt={4}>
              {days.map((day) => (
                <Checkbox key={day} size="xs" value={String(day)} label={formatWeekday(day)} />
              ))}
            </Group>
          </Checkbox.Group>
          {(['from', 'to'] as const).map((end) => (
            <TextInput
              key={end}
              size="xs"
              type="time"
              w={120}
              label={t(end === 'from' ? 'rules.editor.hoursFrom' : 'rules.editor.hoursTo')}
              value={hours[end]}
              error={errors[`conditions.hours.${end}`]}
              onChange={({ currentTarget }) => set({ hours: { ...hours, [end]: currentTarget.value } })}
            />
          ))}
          {timeZone && (
            <Text size="xs" c="dimmed" w="100%">
              {t('rules.editor.hoursZone', { zone: timeZone })}
            </Text>
          )}
        </Group>
      )}
      <FieldError text={errors['conditions.hours']} />
    </Stack>
  );
}
