import { type Queries } from '../database/database.js';
import type { RoutedBy } from '../domain/alert-rule.js';
import { type MatchMode } from '../domain/match-mode.js';
import { noPromise, promiseOf, type ResponsePromise } from '../domain/response-promise.js';
import {
  defaultBands,
  defaultStateSeverities,
  type Severity,
  type SeverityBands,
  type StateSeverities,
} from '../domain/severity.js';

/** Settings of a tenant, with defaults for those never changed. */
export interface TenantSettings {
  /** IANA time zone of days, weeks and rule hours. */
  timeZone: string;
  portalEnabled: boolean;
  portalHiddenClientIds: string[];
  matchMode: MatchMode;
  severityBands: SeverityBands;
  stateSeverities: StateSeverities;
  /** Threshold at which threats on several machines of one client are an outbreak. */
  outbreak: OutbreakSettings;
  /** Days that a threat is kept after it was resolved; null if kept indefinitely. */
  retentionDays: number | null;
  /** Days before its end from which on a licence is ending. */
  licenceEndingDays: number;
  /** Whose rules make tickets of alerts. */
  alertsRoutedBy: RoutedBy;
  /** Minutes from a detection to each step that are promised. */
  responsePromise: ResponsePromise;
}

/** Shortest retention of resolved threats, in days: the figures of a month stay complete. */
export const leastRetentionDays = 31;

/** Longest retention of resolved threats other than indefinitely, in days. */
export const mostRetentionDays = 36_500;

/** Longest time before its end from which on a licence is ending, in days: a year. */
export const mostLicenceEndingDays = 365;

/** Time zone of a tenant that has not set one. */
export const defaultTimeZone = 'UTC';

const defaults: TenantSettings = {
  timeZone: defaultTimeZone,
  portalEnabled: false,
  portalHiddenClientIds: [],
  matchMode: 'NORMALISED',
  severityBands: defaultBands,
  stateSeverities: defaultStateSeverities,
  outbreak: { machines: 10, minutes: 10 },
  // A year can be compared with the one before.
  retentionDays: 400,
  licenceEndingDays: 30,
  alertsRoutedBy: 'OWN_RULES',
  responsePromise: noPromise,
};

/** Returns the settings of a tenant, with defaults for those never changed. */
export async function readTenantSettings(queries: Queries, tenantId: string): Promise<TenantSettings> {
  const stored = await queries
    .selectFrom('tenantSetting')
    .select([
      'timeZone',
      'portalEnabled',
      'portalHiddenClientIds',
      'matchMode',
      'severityBands',
      'infectedSeverity',
      'detectionSeverity',
      'outbreakMachines',
      'outbreakMinutes',
      'retentionDays',
      'licenceEndingDays',
      'alertsRoutedBy',
      'responsePromise',
    ])
    .where('tenantId', '=', tenantId)
    .executeTakeFirst();
  if (stored === undefined) return defaults;
  const { outbreakMachines: machines, outbreakMinutes: minutes, matchMode, severityBands, ...others } = stored;
  const { infectedSeverity: infected, detectionSeverity: detection, ...settings } = others;
  return {
    ...settings,
    matchMode: matchMode as MatchMode,
    alertsRoutedBy: settings.alertsRoutedBy as RoutedBy,
    severityBands: severityBands ?? defaultBands,
    stateSeverities: { infected: infected as Severity, detection: detection as Severity },
    outbreak: { machines, minutes },
    responsePromise: promiseOf(settings.responsePromise ?? noPromise),
  };
}

/** Threshold at which threats on several machines of one client are an outbreak. */
export interface OutbreakSettings {
  /** Number of different machines of one client. */
  machines: number;
  /** Length of the window. */
  minutes: number;
}
