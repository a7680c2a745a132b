import type { RoutedBy } from '../domain/alert-rule.js';
import { type MatchMode } from '../domain/match-mode.js';
import { badStepOf, mostPromisedMinutes, promiseOf, type ResponsePromise } from '../domain/response-promise.js';
import { type SeverityBands, type StateSeverities, validateBands } from '../domain/severity.js';
import { isZone } from '../domain/zone.js';
import { type UserErrorCode, UserInputError } from '../graphql/errors.js';
import {
  leastRetentionDays,
  mostLicenceEndingDays,
  mostRetentionDays,
  type OutbreakSettings,
  type TenantSettings,
} from './tenant-settings.js';

/** Settings to change: null and omitted fields are unchanged, except `retentionDays`, where null means indefinitely. */
export interface SettingsChange {
  timeZone?: string | null;
  portalEnabled?: boolean | null;
  portalHiddenClientIds?: string[] | null;
  matchMode?: MatchMode | null;
  outbreak?: OutbreakSettings | null;
  retentionDays?: number | null;
  licenceEndingDays?: number | null;
  severityBands?: SeverityBands | null;
  stateSeverities?: StateSeverities | null;
  alertsRoutedBy?: RoutedBy | null;
  /** All steps together: a step that is null or left out no longer has a promise. */
  responsePromise?: Partial<ResponsePromise> | null;
}

/** Throws UserInputError for the first value of `change` that is outside its bounds. */
export function validateChange({
  timeZone,
  outbreak,
  retentionDays,
  licenceEndingDays,
  severityBands,
  stateSeverities,
  responsePromise,
}: SettingsChange): void {
  if (timeZone && !isZone(timeZone))
    refuse('BAD_TIME_ZONE', 'This is not a time zone: use a name like Europe/Berlin.', 'timeZone');
  if (outbreak) validateOutbreak(outbreak);
  if (typeof retentionDays === 'number' && !isWithin(retentionDays, leastRetentionDays, mostRetentionDays))
    refuse(
      'BAD_RETENTION',
      `Keep threats for ${leastRetentionDays} to ${mostRetentionDays} days, or indefinitely: null.`,
      'retentionDays',
    );
  if (typeof licenceEndingDays === 'number' && !isWithin(licenceEndingDays, 1, mostLicenceEndingDays))
    refuse(
      'BAD_LICENCE_DAYS',
      `Choose 1 to ${mostLicenceEndingDays} days before the end of a licence.`,
      'licenceEndingDays',
    );
  const [problem] = severityBands ? validateBands(severityBands) : [];
  if (problem !== undefined) refuse('BAD_BANDS', problem, 'severityBands');
  for (const flag of ['infected', 'detection'] as const)
    if (stateSeverities?.[flag] === 'UNKNOWN')
      refuse('BAD_SEVERITY', 'Choose LOW, MEDIUM, HIGH or CRITICAL.', 'stateSeverities', flag);
  const badStep = badStepOf(responsePromise ?? {});
  if (badStep !== null)
    refuse('BAD_PROMISE', `Promise 1 to ${mostPromisedMinutes} minutes, or nothing: null.`, 'responsePromise', badStep);
}

/** Takes the settings before a change and the change, and returns the settings after it. */
export function applyChange(before: TenantSettings, change: SettingsChange): TenantSettings {
  return {
    timeZone: change.timeZone ?? before.timeZone,
    portalEnabled: change.portalEnabled ?? before.portalEnabled,
    portalHiddenClientIds: change.portalHiddenClientIds ?? before.portalHiddenClientIds,
    matchMode: change.matchMode ?? before.matchMode,
    retentionDays: change.retentionDays === undefined ? before.retentionDays : change.retentionDays,
    licenceEndingDays: change.licenceEndingDays ?? before.licenceEndingDays,
    severityBands: bandsOf(change.severityBands ?? before.severityBands),
    stateSeverities: severitiesOf(change.stateSeverities ?? before.stateSeverities),
    outbreak: { ...(change.outbreak ?? before.outbreak) },
    alertsRoutedBy: change.alertsRoutedBy ?? before.alertsRoutedBy,
    responsePromise: promiseOf(change.responsePromise ?? before.responsePromise),
  };
}

/** Returns which stored data must be computed again after a change of settings. */
export function workAfter(before: TenantSettings, after: TenantSettings): { rerate: boolean; rematch: boolean } {
  return {
    rerate: ratingOf(before) !== ratingOf(after),
    rematch: before.matchMode !== after.matchMode,
  };
}

/** What the severity of threats depends on, as text. */
const ratingOf = ({ severityBands, stateSeverities }: TenantSettings): string =>
  JSON.stringify([bandsOf(severityBands), severitiesOf(stateSeverities)]);

const severitiesOf = ({ infected, detection }: StateSeverities): StateSeverities => ({ infected, detection });

/** The bands alone, in one order, so that they can be compared as text. */
const bandsOf = ({ medium, high, critical }: SeverityBands): SeverityBands => ({ medium, high, critical });

const isWithin = (value: number, from: number, to: number) => value >= from && value <= to;

/** The window is one day at most, so that the search for an outbreak reads few rows. */
function validateOutbreak({ machines, minutes }: OutbreakSettings): void {
  if (!isWithin(machines, 2, 10_000))
    refuse('BAD_OUTBREAK', 'An outbreak must have 2 to 10000 machines.', 'outbreak', 'machines');
  if (!isWithin(minutes, 1, 1_440))
    refuse('BAD_OUTBREAK', 'The window of an outbreak must be 1 to 1440 minutes.', 'outbreak', 'minutes');
}

function refuse(code: UserErrorCode, message: string, ...field: string[]): never {
  throw new UserInputError(code, message, ['input', ...field]);
}
