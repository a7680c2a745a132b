import {
  Button,
  Fieldset,
  Group,
  MultiSelect,
  Paper,
  SegmentedControl,
  Select,
  Stack,
  Switch,
  Text,
  Title,
} from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type BitdefenderMatchMode,
  type BitdefenderRoutedBy,
  type SettingsFormFragment,
  UpdateSettingsDocument,
} from '../../../../operations/documents.ts';
import { useViewer } from '../../app/viewer.ts';
import { useAction } from '../../graph/use-action.ts';
import { ChangedMeanwhile, isChangedMeanwhile } from '../../parts/changed-meanwhile.tsx';
import { Refusals } from '../../parts/refusals.tsx';
import { errorsByField, type UserError } from '../../parts/user-errors.ts';
import { timeZones } from '../integrations/zone-dialog.tsx';
import { ResponsePromise } from './response-promise.tsx';
import { type ChangeSettings, isChanged, type SettingsValues, settingsInputOf, valuesOf } from './settings-input.ts';
import { Bands, Licences, Outbreak, Retention, StateSeverities } from './settings-numbers.tsx';
import { SettingsRow } from './settings-row.tsx';

/** Names of inputs that the service may refuse; what it says of others stands below the form. */
const inputs: Readonly<Record<string, keyof SettingsValues>> = {
  timeZone: 'timeZone',
  portalHiddenClientIds: 'portalHiddenClientIds',
  matchMode: 'matchMode',
  alertsRoutedBy: 'alertsRoutedBy',
  severityBands: 'medium',
  medium: 'medium',
  high: 'high',
  critical: 'critical',
  stateSeverities: 'infected',
  infected: 'infected',
  detection: 'detection',
  outbreak: 'machines',
  machines: 'machines',
  minutes: 'minutes',
  retentionDays: 'retentionDays',
  licenceEndingDays: 'licenceEndingDays',
  responsePromise: 'promisedKnown',
  known: 'promisedKnown',
  alert: 'promisedAlert',
  ticket: 'promisedTicket',
  person: 'promisedPerson',
};

/** The settings of the tenant. A change is refused when somebody else saved meanwhile. */
export function SettingsForm({
  settings,
  clients,
  onChanged,
}: {
  settings: SettingsFormFragment;
  clients: readonly { id: string; name: string }[];
  onChanged: () => void;
}) {
  const { t } = useTranslation();
  const { may } = useViewer();
  const [values, setValues] = useState(() => valuesOf(settings));
  const [userErrors, setUserErrors] = useState<readonly UserError[]>([]);
  const { run, busy } = useAction(UpdateSettingsDocument);
  const change: ChangeSettings = (part) => setValues((before) => ({ ...before, ...part }));
  const changed = isChanged(settings, values);
  const { shown, rest } = placed(userErrors);
  const save = async () => {
    const answer = (await run({ input: settingsInputOf(settings, values) }))?.updateBitdefenderSettings;
    if (!answer) return;
    setUserErrors(answer.userErrors);
    if (answer.userErrors.length > 0) return;
    const later = [
      answer.rematchJobId && t('integrations.settings.rematching'),
      answer.jobId && t('integrations.settings.rerating'),
    ];
    notifications.show({
      color: 'teal',
      message: [t('integrations.settings.saved'), ...later].filter(Boolean).join(' '),
    });
    onChanged();
  };
  const reload = () => {
    setValues(valuesOf(settings));
    setUserErrors([]);
    onChanged();
  };
  return (
    <Paper
      component="form"
      aria-label={t('integrations.settings.title')}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Stack gap="lg">
        <div>
          <Title order={2} size="h4">
            {t('integrations.settings.title')}
          </Title>
          <Text size="sm" c="dimmed">
            {t('integrations.settings.about')}
          </Text>
        </div>
        <Fieldset variant="unstyled" disabled={!may.administer}>
          <Stack gap="lg">
            <SettingsRow title={t('integrations.settings.days')}>
              <Select
                label={t('integrations.settings.timeZone')}
                description={t('integrations.settings.timeZoneAbout')}
                maw={420}
                data={timeZones.includes(values.timeZone) ? [...timeZones] : [values.timeZone, ...timeZones]}
                value={values.timeZone}
                onChange={(timeZone) => timeZone && change({ timeZone })}
                searchable
                allowDeselect={false}
                error={shown.timeZone}
              />
            </SettingsRow>
            <PortalRow values={values} clients={clients} errors={shown} onChange={change} />
            <SettingsRow title={t('integrations.settings.matching')}>
              <Choice
                label={t('integrations.settings.matchMode')}
                about={t(`integrations.settings.matchModeAbout.${values.matchMode}`)}
                value={values.matchMode}
                onChange={(matchMode) => change({ matchMode: matchMode as BitdefenderMatchMode })}
                data={(['NORMALISED', 'STRICT'] as const).map((value) => ({
                  value,
                  label: t(`integrations.settings.matchModes.${value}`),
                }))}
              />
            </SettingsRow>
            <Bands values={values} errors={shown} onChange={change} />
            <StateSeverities values={values} errors={shown} onChange={change} />
            <Outbreak values={values} errors={shown} onChange={change} />
            <Licences values={values} errors={shown} onChange={change} />
            <Retention values={values} errors={shown} onChange={change} />
            <ResponsePromise values={values} errors={shown} onChange={change} />
            <SettingsRow title={t('integrations.settings.routing')}>
              <Choice
                label={t('integrations.settings.routedBy')}
                about={shown.alertsRoutedBy}
                value={values.alertsRoutedBy}
                onChange={(alertsRoutedBy) => change({ alertsRoutedBy: alertsRoutedBy as BitdefenderRoutedBy })}
                data={[
                  { value: 'OWN_RULES', label: t('integrations.settings.routedByOwn') },
                  { value: 'PLATFORM_RULES', label: t('integrations.settings.routedByPlatform') },
                ]}
              />
            </SettingsRow>
          </Stack>
        </Fieldset>
        {isChangedMeanwhile(userErrors) ? <ChangedMeanwhile onReload={reload} /> : <Refusals errors={rest} />}
        {may.administer && (
          <Group justify="flex-end">
            <Button variant="default" disabled={!changed} onClick={() => setValues(valuesOf(settings))}>
              {t('integrations.settings.discard')}
            </Button>
            <Button type="submit" disabled={!changed} loading={busy}>
              {t('integrations.settings.save')}
            </Button>
          </Group>
        )}
      </Stack>
    </Paper>
  );
}

/** The refusals at their inputs, and those that belong to none. */
function placed(userErrors: readonly UserError[]) {
  const shown: Partial<Record<keyof SettingsValues, string>> = {};
  const rest: Record<string, string> = {};
  for (const [field, message] of Object.entries(errorsByField(userErrors))) {
    const input = inputs[field];
    if (input) shown[input] = message;
    else rest[field] = message;
  }
  return { shown, rest };
}

function Choice({
  label,
  about,
  value,
  data,
  onChange,
}: {
  label: string;
  about: string | undefined;
  value: string;
  data: { value: string; label: string }[];
  onChange: (value: string) => void;
}) {
  const { may } = useViewer();
  const isPhone = useMediaQuery('(max-width: 36em)') ?? false;
  return (
    <Stack gap={4}>
      <Text size="sm" fw={500} component="span">
        {label}
      </Text>
      <SegmentedControl
        aria-label={label}
        value={value}
        onChange={onChange}
        data={data}
        disabled={!may.administer}
        orientation={isPhone ? 'vertical' : 'horizontal'}
        style={{ alignSelf: isPhone ? 'stretch' : 'flex-start' }}
      />
      {about && (
        <Text size="xs" c="dimmed">
          {about}
        </Text>
      )}
    </Stack>
  );
}

function PortalRow({
  values,
  clients,
  errors,
  onChange,
}: {
  values: SettingsValues;
  clients: readonly { id: string; name: string }[];
  errors: Partial<Record<keyof SettingsValues, string>>;
  onChange: ChangeSettings;
}) {
  const { t } = useTranslation();
  const unknown = values.portalHiddenClientIds.filter((id) => !clients.some((client) => client.id === id));
  return (
    <SettingsRow title={t('integrations.settings.portal')}>
      <Stack gap="sm">
        <Switch
          label={t('integrations.settings.portalEnabled')}
          checked={values.portalEnabled}
          onChange={({ currentTarget }) => onChange({ portalEnabled: currentTarget.checked })}
        />
        {values.portalEnabled && (
          <MultiSelect
            label={t('integrations.settings.portalHidden')}
            data={[
              ...clients.map(({ id, name }) => ({ value: id, label: name })),
              ...unknown.map((value) => ({ value, label: value })),
            ]}
            value={values.portalHiddenClientIds}
            onChange={(portalHiddenClientIds) => onChange({ portalHiddenClientIds })}
            searchable
            clearable
            clearButtonProps={{ 'aria-label': t('filter.clear', { label: t('integrations.settings.portalHidden') }) }}
            error={errors.portalHiddenClientIds}
          />
        )}
      </Stack>
    </SettingsRow>
  );
}
