import { type RawBuilder, sql } from 'kysely';
import { SyncStreamEntity } from './tables/sync-run.entity.js';

/**
 * Values of a column that the release before this one does not know, and would fail to show while both run on one database. Such a
 * value is in the column `beside`, and `column` has the stand-in, which that release knows. `beside` counts only while the stand-in is
 * there: that release may write `column` meanwhile. Once no release that needs it is supported, a migration moves the values over.
 */
export interface LaterValues {
  table: string;
  column: string;
  beside: string;
  standIn: string;
  values: readonly string[];
}

export const laterSeveritySources = {
  table: 'threat',
  column: 'severity_source',
  beside: 'severity_basis',
  standIn: 'NONE',
  values: ['INFECTED_STATE', 'DETECTION_STATE', 'REPORT_MODULE'],
} as const satisfies LaterValues;

export const laterMatchKinds = {
  table: 'device',
  column: 'match_kind',
  beside: 'match_basis',
  standIn: 'SHORT_NAME',
  values: ['NAME'],
} as const satisfies LaterValues;

export const laterAlertKinds = {
  table: 'alert',
  column: 'kind',
  beside: 'kind_basis',
  standIn: 'NOTICE',
  values: ['DEGRADATION'],
} as const satisfies LaterValues;

/**
 * The conditions of a rule as they are stored: kinds of alerts that the release before does not know have a key of their own. Of a rule
 * about these alone that release sees an empty list, of which nothing matches. So it does of one that is narrowed by what it does not
 * know, which it would apply to more than was meant: of that one, all kinds are in the other key, none if none was named.
 */
export function storedKinds<Conditions extends { kinds?: string[] }>(
  conditions: Conditions,
  isNarrowed = false,
): Conditions {
  const { kinds } = conditions;
  const isLater = (kind: string) => isNarrowed || laterAlertKinds.values.some((later) => later === kind);
  if (isNarrowed && kinds === undefined) return { ...conditions, kinds: [], laterKinds: [] };
  if (!kinds?.some(isLater)) return conditions;
  return { ...conditions, kinds: kinds.filter((kind) => !isLater(kind)), laterKinds: kinds.filter(isLater) };
}

/** The conditions of a rule from how they are stored. */
export function readKinds<Conditions extends { kinds?: string[] }>(stored: Conditions): Conditions {
  const { laterKinds, kinds = [], ...conditions } = stored as Conditions & { laterKinds?: string[] };
  if (laterKinds === undefined) return stored;
  const all = [...kinds, ...laterKinds];
  return { ...conditions, ...(all.length > 0 && { kinds: all }) } as unknown as Conditions;
}

/** Takes a value; gives what is stored in `column` and in `beside`. */
export function storedValue(later: LaterValues, value: string): { column: string; beside: string | null } {
  return later.values.includes(value) ? { column: later.standIn, beside: value } : { column: value, beside: null };
}

/** SQL of the value, over the table. */
export function laterValue({ table, column, beside, standIn }: LaterValues): RawBuilder<string> {
  const [stored, own] = [sql.ref<string>(`${table}.${column}`), sql.ref<string>(`${table}.${beside}`)];
  return sql<string>`coalesce(case when ${stored} = ${sql.lit(standIn)} then ${own} end, ${stored})`;
}

/** Kinds of Bitdefender's rows that the release before this one shows as the source of a change; others are in a key of their own. */
export const earlierSources: readonly string[] = ['INCIDENT', 'QUARANTINE'];

/** Streams that have a table of their own, since the release before this one shows every row of `sync_stream` and knows neither. */
export const laterStreams: readonly string[] = ['EXCHANGE_QUARANTINE', 'REPORT'];

const streamColumns = sql.join(Object.keys(SyncStreamEntity.properties).map((name) => sql.ref(name)));

/** SQL of the records of all streams, as a table. */
export const streamRecords = sql`(
  select ${streamColumns} from sync_stream union all select ${streamColumns} from optional_stream)`;

/** Kinds of deliveries that have a table of their own, since the release before fails to show an action of a kind it does not know. */
export const laterDeliveryKinds: readonly string[] = ['PUBLISH'];

/** The name under which a publication stands where the rule of a delivery is named. */
const platformRules = "The platform's rules";

/** SQL of the deliveries of all kinds, as a table with the columns that are shown of them. */
export const deliveries = sql`(
  select tenant_id, id, kind, rule_id, rule_name, client_id, threat_name, parameters, state, attempts, occurrences, last_error,
         about_action_id, created_at, changed_at
  from alert_action
  union all
  select tenant_id, id, 'PUBLISH', null, ${sql.lit(platformRules)}, client_id, threat_name, '{}'::jsonb, state, attempts, occurrences,
         last_error, null, created_at, changed_at
  from alert_publication)`;

/** Events of devices that have a table of their own, for the same reason. */
export const laterDeviceEvents: readonly string[] = ['ISOLATED', 'RELEASED'];

/** SQL of the events of all kinds, as a table with the columns that every kind has. */
export const deviceEvents = sql`(
  select tenant_id, id, device_id, kind, at, before, after from device_event
  union all select tenant_id, id, device_id, kind, at, null, null from isolation_event)`;
