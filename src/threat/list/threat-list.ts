import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { Tables } from '../../database/database.js';
import { laterSeveritySources, laterValue } from '../../database/later-values.js';
import { columnOf } from '../../database/pool/names.js';
import { planEachTime } from '../../database/pool/statement-names.js';
import { ThreatEntity } from '../../database/tables/threat.entity.js';
import { onlyUuids, uuidOrNone } from '../../database/uuid.js';
import { type Severity, severities, type ThreatFamily } from '../../domain/severity.js';
import { encodeCursor, timeKeysOf } from '../../graphql/lists/cursors.js';
import { readingOf, type Span } from '../../graphql/paging.js';
import type { ThreatAction, ThreatStatus } from '../intake/draft.js';
import { agentOfThreat, ofMachineOf, ofSites } from '../owners/machine-threats.sql.js';
import { givenOwners, ownedBy, type ThreatOwners } from '../owners/threat-owners.js';

/** What a list of threats is narrowed to; `undefined` and null narrow nothing. */
export interface ThreatCriteria {
  minimumSeverity?: Severity | null | undefined;
  /** Exactly these. */
  severity?: readonly Severity[] | null | undefined;
  status?: readonly (ThreatStatus | 'ALL')[] | null | undefined;
  clientId?: string | null | undefined;
  clientIds?: readonly string[] | null | undefined;
  deviceId?: string | null | undefined;
  /** Of machines whose agent is at this site. */
  siteId?: string | null | undefined;
  companyId?: string | null | undefined;
  mapped?: boolean | null | undefined;
  action?: readonly ThreatAction[] | null | undefined;
  family?: readonly ThreatFamily[] | null | undefined;
  assigneeId?: string | null | undefined;
  /** Whether somebody is assigned. */
  assigned?: boolean | null | undefined;
  /** First detected at this instant or later. */
  detectedFrom?: Date | null | undefined;
  /** First detected before this instant. */
  detectedBefore?: Date | null | undefined;
  /** A part of the name, path or host name; blank for none. */
  search?: string | null | undefined;
}

export const threatOrders = ['NEWEST', 'OLDEST', 'MOST_SEVERE', 'LAST_DETECTED'] as const;
export type ThreatOrder = (typeof threatOrders)[number];

/** What of a list is read, and in which order. */
export interface ThreatStretch {
  order: ThreatOrder;
  span: Span;
  /** The fields of the graph that will be read from its rows; all by default. */
  fields?: ReadonlySet<string> | undefined;
}

/** Columns that only the intake of threats needs. Every other column of the entity is read, for the graph to show. */
const internalColumns = [
  'tenantId',
  'connectionId',
  'bdDeviceId',
  'hostKey',
  'severityBasis',
  'userName',
  'attackTypes',
  'techniques',
  'files',
  'fileCount',
  'mail',
  'createdAt',
  'changedAt',
] as const;
const shownColumns = Object.keys(ThreatEntity.properties).filter(
  (name) => !internalColumns.some((one) => one === name),
);

/** Columns behind fields of the graph that are no columns themselves; \`id\` is always read. For a field that is neither, all are. */
const columnsOfField: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(shownColumns.map((name) => [name, [name]])),
  __typename: [],
  signature: ['name'],
  client: ['clientId'],
  agent: ['agentId'],
  assignee: ['assigneeId'],
  resolvedByUser: ['resolvedBy'],
  company: ['companyId'],
  integration: ['companyId'],
  ...Object.fromEntries(
    ['alert', 'changes', 'mail', 'files', 'fileCount', 'attackTypes', 'techniques'].map((name) => [name, []]),
  ),
};
const allColumns = [...shownColumns, 'agentId'];

/** Columns of the keys of all orders. */
const keyColumns = ['id', 'severity', 'detectedAt', 'lastDetectedAt'];

/** The columns to read for these fields of the graph, in the order of the table. */
function columnsFor(fields: ReadonlySet<string>): readonly string[] {
  const wanted = new Set([...keyColumns, ...[...fields].flatMap((field) => columnsOfField[field] ?? allColumns)]);
  return allColumns.filter((name) => wanted.has(name));
}

/** A row of the list. `severity` is an index in the list of severities; `clientId` is null for an unmapped company. */
export type ThreatRow = Omit<Selectable<Tables['threat']>, (typeof internalColumns)[number]> & {
  agentId: string | null;
};

/** Columns that are not those of \`threat\` as they stand there. */
const madeColumns: Readonly<Record<string, RawBuilder<unknown>>> = {
  agentId: sql`${agentOfThreat} as agent_id`,
  severitySource: sql`${laterValue(laterSeveritySources)} as severity_source`,
};

/** Columns as one text: taking each apart as an identifier, for each request, is most of what building a statement takes. */
function listColumns(wanted: readonly string[]): RawBuilder<unknown> {
  const plain = wanted.filter((name) => madeColumns[name] === undefined);
  const made = wanted.flatMap((name) => madeColumns[name] ?? []);
  return sql.join([sql.raw(plain.map((name) => `threat.${columnOf(name)}`).join(', ')), ...made]);
}

/** The columns of a `ThreatRow`, from `threatSource`. */
export const threatColumns = listColumns(allColumns);
const columnsOfFields = new WeakMap<ReadonlySet<string>, RawBuilder<unknown>>();

/** Those to read for these fields of the graph. */
function columnsOf(fields: ReadonlySet<string>): RawBuilder<unknown> {
  const columns = columnsOfFields.get(fields) ?? listColumns(columnsFor(fields));
  columnsOfFields.set(fields, columns);
  return columns;
}

export const threatSource = sql`
  threat left join device on device.tenant_id = threat.tenant_id and device.id = threat.device_id`;

/**
 * The keys of each order, which are also its cursor. Indexes of the whole tenant's list: `threat_list` serves NEWEST and
 * OLDEST of one status, `threat_time` those of all statuses, `threat_severity` MOST_SEVERE and `threat_last` LAST_DETECTED.
 * `threat_client` serves NEWEST and OLDEST of a client. Behind its keys, each holds the columns that the default filter
 * needs, so that PostgreSQL filters by status and severity before it fetches a row.
 */
const orders: Readonly<Record<ThreatOrder, { keys: readonly string[]; direction: 'asc' | 'desc' }>> = {
  NEWEST: { keys: ['detected_at', 'id'], direction: 'desc' },
  OLDEST: { keys: ['detected_at', 'id'], direction: 'asc' },
  MOST_SEVERE: { keys: ['severity', 'detected_at', 'id'], direction: 'desc' },
  LAST_DETECTED: { keys: ['last_detected_at', 'id'], direction: 'desc' },
};

/**
 * A stretch of the list of each owner, in order: rows of `ThreatRow` with the owner's `place`. Throws an UserInputError
 * for a cursor of another list.
 */
export function selectThreats(
  tenantId: string,
  owners: ThreatOwners,
  criteria: ThreatCriteria,
  { order, span, fields }: ThreatStretch,
): RawBuilder<ThreatRow & { place: number }> {
  const { keys } = orders[order];
  const { direction, behind } = readingOf(span, orders[order].direction);
  const conditions = conditionsOf(tenantId, owners, criteria);
  const place = timeKeysOf(span, order === 'MOST_SEVERE');
  if (place !== null) conditions.push(sql`(${refs('threat', keys)}) ${behind} (${sql.join(place)})`);
  const sorted = (table: string) => sql.join(keys.map((key) => sql`${sql.ref(`${table}.${key}`)} ${direction}`));
  return sql`
    select given.place::int, listed.* from ${givenOwners(tenantId, owners)} cross join lateral (
      select ${fields ? columnsOf(fields) : threatColumns}
      from ${threatSource} where ${sql.join(conditions, sql` and `)}
      order by ${sorted('threat')} limit ${sql.lit(span.limit)}) as listed
    order by given.place, ${sorted('listed')}`;
}

/** Those of these threats that are in the list of an owner, in any order: rows of `ThreatRow`. */
export const selectOwned = (
  tenantId: string,
  owners: ThreatOwners,
  ids: readonly string[],
): RawBuilder<ThreatRow> => sql`
  select own.* from ${givenOwners(tenantId, owners)} cross join lateral (
    select ${threatColumns} from ${threatSource}
    where ${sql.join(conditionsOf(tenantId, owners, {}), sql` and `)} and threat.id = any(${onlyUuids(ids)}::uuid[])) as own`;

/** How many threats the list of each owner has. */
export function countThreats(
  tenantId: string,
  owners: ThreatOwners,
  criteria: ThreatCriteria,
): RawBuilder<{ total: number }> {
  return sql`
    select counted.total from ${givenOwners(tenantId, owners)} cross join lateral (
      select count(*)::int as total from threat
      where ${sql.join(conditionsOf(tenantId, owners, criteria), sql` and `)}) as counted
    order by given.place`;
}

/** The place of a threat in its list. */
export function threatCursor(
  order: ThreatOrder,
  {
    id,
    severity,
    detectedAt,
    lastDetectedAt,
  }: { id: string; severity: Severity; detectedAt: Date; lastDetectedAt: Date },
): string {
  if (order === 'MOST_SEVERE') return encodeCursor([severities.indexOf(severity), detectedAt.getTime(), id]);
  return encodeCursor([(order === 'LAST_DETECTED' ? lastDetectedAt : detectedAt).getTime(), id]);
}

const refs = (table: string, columns: readonly string[]) =>
  sql.join(columns.map((column) => sql.ref(`${table}.${column}`)));

const isSet = <Value>(value: Value | null | undefined): value is Value => value !== undefined && value !== null;

/** The index of the least severity that can meet the criteria: an index of the table finds threats from there on. */
function lowestOf({ minimumSeverity, severity }: ThreatCriteria): number {
  const listed = severity ? Math.min(...severity.map((one) => severities.indexOf(one))) : 0;
  return Math.max(listed, severities.indexOf(minimumSeverity ?? 'UNKNOWN'));
}

/** Written as an equation for a single value, so that PostgreSQL takes the same index as ever. */
function oneOf(column: RawBuilder<unknown>, type: string, values: readonly (string | number)[]): RawBuilder<unknown> {
  const [value] = values;
  return values.length === 1 ? sql`${column} = ${value}` : sql`${column} = any(${values}::${sql.raw(type)}[])`;
}

/** In the text where there is one value: of a parameter PostgreSQL would expect other numbers of rows, and plan again each time. */
function ofSeverityAndStatus(criteria: ThreatCriteria): RawBuilder<unknown>[] {
  const { severity, status } = criteria;
  const conditions: RawBuilder<unknown>[] = [];
  const lowest = lowestOf(criteria);
  if (lowest > 0) conditions.push(sql`threat.severity >= ${sql.lit(lowest)}`);
  if (severity)
    conditions.push(
      oneOf(
        sql`threat.severity`,
        'smallint',
        severity.map((one) => severities.indexOf(one)),
      ),
    );
  if (status && !status.includes('ALL'))
    conditions.push(
      status.length === 1 ? sql`threat.status = ${sql.lit(status[0])}` : oneOf(sql`threat.status`, 'text', status),
    );
  return conditions;
}

/** The conditions of the list of the given owner, on `threat`. */
export function conditionsOf(tenantId: string, owners: ThreatOwners, criteria: ThreatCriteria): RawBuilder<unknown>[] {
  const conditions = [sql`threat.tenant_id = ${tenantId}`, ownedBy(tenantId, owners, 'threat')];
  conditions.push(...ofSeverityAndStatus(criteria));
  if (criteria.clientIds) conditions.push(oneOf(sql`threat.client_id`, 'text', criteria.clientIds));
  if (criteria.assigneeId) conditions.push(sql`threat.assignee_id = ${criteria.assigneeId}`);
  if (isSet(criteria.assigned))
    conditions.push(criteria.assigned ? sql`threat.assignee_id is not null` : sql`threat.assignee_id is null`);
  if (criteria.clientId) conditions.push(sql`threat.client_id = ${criteria.clientId}`);
  if (criteria.companyId) conditions.push(sql`threat.company_id = ${uuidOrNone(criteria.companyId)}::uuid`);
  if (isSet(criteria.mapped))
    conditions.push(criteria.mapped ? sql`threat.client_id is not null` : sql`threat.client_id is null`);
  // No index has these: which way through the list is best depends on how many threats have the value.
  const rare = (column: string) => sql.raw(`${planEachTime} ${column}`);
  if (criteria.action) conditions.push(oneOf(rare('threat.action'), 'text', criteria.action));
  if (criteria.family) conditions.push(oneOf(rare('threat.family'), 'text', criteria.family));
  if (criteria.detectedFrom) conditions.push(sql`threat.detected_at >= ${criteria.detectedFrom}`);
  if (criteria.detectedBefore) conditions.push(sql`threat.detected_at < ${criteria.detectedBefore}`);
  if (criteria.siteId) conditions.push(ofSites(tenantId, [criteria.siteId]));
  if (criteria.deviceId) conditions.push(ofMachineOf(tenantId, uuidOrNone(criteria.deviceId)));
  const search = criteria.search?.trim();
  if (search) conditions.push(contains(search));
  return conditions;
}

/** Of `threat`: a part of its texts. Written as the index `threat_text` has it, or PostgreSQL would not use it. */
export function contains(search: string): RawBuilder<unknown> {
  const orEmpty = (name: string) => {
    const column = sql.ref(`threat.${name}`);
    // Not `coalesce`: PostgreSQL takes it to reveal its arguments, and uses no index with it behind row-level security.
    return sql`case when ${column} is null then '' else ${column} end`;
  };
  const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`;
  return sql`(${sql.raw(planEachTime)} threat.name || E'\n' || ${orEmpty('file_path')} || E'\n' || ${orEmpty('host_name')}) ilike ${pattern}`;
}
