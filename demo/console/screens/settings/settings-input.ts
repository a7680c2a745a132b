import type {
  BitdefenderMatchMode,
  BitdefenderRoutedBy,
  BitdefenderSeverity,
  SettingsFormFragment,
  UpdateBitdefenderSettingsInput,
} from '../../../../operations/documents.ts';

/** Settings as they are typed: numbers as texts while they are edited. */
export interface SettingsValues {
  timeZone: string;
  portalEnabled: boolean;
  portalHiddenClientIds: string[];
  matchMode: BitdefenderMatchMode;
  alertsRoutedBy: BitdefenderRoutedBy;
  medium: number | string;
  high: number | string;
  critical: number | string;
  infected: BitdefenderSeverity;
  detection: BitdefenderSeverity;
  machines: number | string;
  minutes: number | string;
  /** Empty keeps threats for ever. */
  retentionDays: number | string;
  licenceEndingDays: number | string;
  /** Minutes to each step; empty for no promise. */
  promisedKnown: number | string;
  promisedAlert: number | string;
  promisedTicket: number | string;
  promisedPerson: number | string;
}

export type ChangeSettings = (part: Partial<SettingsValues>) => void;

/** The form as the settings are. */
export const valuesOf = (settings: SettingsFormFragment): SettingsValues => ({
  timeZone: settings.timeZone,
  portalEnabled: settings.portalEnabled,
  portalHiddenClientIds: [...settings.portalHiddenClientIds],
  matchMode: settings.matchMode,
  alertsRoutedBy: settings.alertsRoutedBy,
  ...settings.severityBands,
  ...settings.stateSeverities,
  ...settings.outbreak,
  retentionDays: settings.retentionDays ?? '',
  licenceEndingDays: settings.licenceEndingDays,
  promisedKnown: settings.responsePromise.known ?? '',
  promisedAlert: settings.responsePromise.alert ?? '',
  promisedTicket: settings.responsePromise.ticket ?? '',
  promisedPerson: settings.responsePromise.person ?? '',
});

/** What is sent: only what differs from what was read, with the version that was read. */
export function settingsInputOf(
  settings: SettingsFormFragment,
  values: SettingsValues,
): UpdateBitdefenderSettingsInput {
  const before = valuesOf(settings);
  const differs = (...names: (keyof SettingsValues)[]) =>
    names.some((name) => JSON.stringify(values[name]) !== JSON.stringify(before[name]));
  return {
    version: settings.version,
    ...(differs('timeZone') && { timeZone: values.timeZone }),
    ...(differs('portalEnabled') && { portalEnabled: values.portalEnabled }),
    ...(differs('portalHiddenClientIds') && { portalHiddenClientIds: values.portalHiddenClientIds }),
    ...(differs('matchMode') && { matchMode: values.matchMode }),
    ...(differs('alertsRoutedBy') && { alertsRoutedBy: values.alertsRoutedBy }),
    ...(differs('medium', 'high', 'critical') && {
      severityBands: {
        medium: Number(values.medium),
        high: Number(values.high),
        critical: Number(values.critical),
      },
    }),
    ...(differs('infected', 'detection') && {
      stateSeverities: { infected: values.infected, detection: values.detection },
    }),
    ...(differs('machines', 'minutes') && {
      outbreak: { machines: Number(values.machines), minutes: Number(values.minutes) },
    }),
    ...(differs('retentionDays') && {
      retentionDays: numberOrNull(values.retentionDays),
    }),
    // An empty one is refused, with the bounds.
    ...(differs('licenceEndingDays') && { licenceEndingDays: Number(values.licenceEndingDays) }),
    ...(differs('promisedKnown', 'promisedAlert', 'promisedTicket', 'promisedPerson') && {
      responsePromise: {
        known: numberOrNull(values.promisedKnown),
        alert: numberOrNull(values.promisedAlert),
        ticket: numberOrNull(values.promisedTicket),
        person: numberOrNull(values.promisedPerson),
      },
    }),
  };
}

const numberOrNull = (value: number | string): number | null => (value === '' ? null : Number(value));

/** Whether there is something to save. */
export const isChanged = (settings: SettingsFormFragment, values: SettingsValues): boolean =>
  Object.keys(settingsInputOf(settings, values)).length > 1;
