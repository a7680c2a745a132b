import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../database/database.js';
import { onlyUuids, uuidOrNone } from '../database/uuid.js';
import {
  type ConnectionPage,
  decodeSequenceCursor,
  decodeTimeCursor,
  encodeCursor,
  pageOf,
  pageSize,
} from '../graphql/paging.js';
import { severities } from '../threat/severity.js';
import type { SeverityEnum } from '../threat/threat.type.js';
import type { Alert, AlertAction, AlertKindEnum, AlertState, SuppressedBy } from './alert.type.js';
import type { AlertChangeKindEnum, AlertChangeType } from './alert-change.type.js';
import { type AlertFilter, AlertOrder } from './alert-filter.type.js';
import { explainRouting, type RoutingRecord } from './explain-routing.js';

interface AlertRow
  extends Omit<Alert, 'kind' | 'severity' | 'state' | 'ticket' | 'client' | 'suppressedBy' | 'actions' | 'routing'> {
  kind: string;
  severity: number;
  state: string;
  ticketId: string | null;
  clientId: string | null;
  suppressedBy: string | null;
  /** As text: JSON of AlertAction. */
  actions: string | null;
  routing: RoutingRecord | null;
}

const columns = sql`
  alert.id, alert.kind, alert.alert_type, alert.title, alert.detail, alert.ticket_state, alert.severity, alert.state,
  alert.suppressed_by, alert.suppressed_reason, alert.suppressed_by_id, alert.ticket_id, alert.ticket_url,
  alert.client_id, alert.device_id, alert.raised_at, alert.threat_id, alert.taken_over_by, alert.assignee_id,
  alert.snoozed_until, alert.routing, coalesce(device.name, threat.host_name) as host_name,
  (select json_agg(json_build_object('id', action.id, 'kind', action.kind, 'ruleName', action.rule_name,
  'state', action.state, 'attempts', action.attempts, 'occurrences', action.occurrences,
  'lastError', action.last_error) order by action.created_at, action.id)::text
  from alert_occurrence as occurrence
  join alert_action as action on action.tenant_id = occurrence.tenant_id and action.id = occurrence.action_id
  where occurrence.tenant_id = alert.tenant_id and occurrence.alert_id = alert.id) as actions`;
const joined = sql`
  left join threat on threat.tenant_id = alert.tenant_id and threat.id = alert.threat_id
  left join device on device.tenant_id = alert.tenant_id and device.id = alert.device_id`;

/** The changes that are shown with an alert: its last ones. */
const shownChanges = 100;

/** Reads alerts; every statement is of one tenant. */
export interface AlertReader {
  page(
    tenantId: string,
    filter: AlertFilter,
    paging: { first: number; after?: string | null | undefined; order: AlertOrder },
  ): Promise<ConnectionPage<Alert>>;
  byIds(tenantId: string, ids: readonly string[]): Promise<Map<string, Alert>>;
  /** The place of the last change so far. */
  lastCursor(tenantId: string): Promise<string>;
  /** At most `first` changes behind a cursor, in the order of their commits. */
  changesAfter(tenantId: string, cursor: string, first: number): Promise<AlertChangeType[]>;
  /** What happened to each of these alerts, the latest last. */
  changesOf(tenantId: string, alerts: readonly Alert[]): Promise<Map<string, AlertChangeType[]>>;
}

export function createAlertReader(database: Database): AlertReader {
  return {
    async page(tenantId, filter, { first, after, order }) {
      const size = pageSize(first);
      const conditions = [sql`alert.tenant_id = ${tenantId}`, ...conditionsOf(filter)];
      if (after) conditions.push(behind(order, after));
      const { rows } = await sql<AlertRow>`
        select ${columns} from alert ${joined} where ${sql.join(conditions, sql` and `)}
        order by ${orders[order]} limit ${size + 1}`.execute(database.query);
      return pageOf(rows.map(alertOf), size, (alert) => cursorOf(order, alert));
    },

    async byIds(tenantId, ids) {
      const { rows } = await sql<AlertRow>`
        select ${columns} from alert ${joined}
        where alert.tenant_id = ${tenantId} and alert.id = any(${onlyUuids(ids)}::uuid[])`.execute(database.query);
      return new Map(rows.map((row) => [row.id, alertOf(row)]));
    },

    async lastCursor(tenantId) {
      const { rows } = await sql<{ sequence: string }>`
        select coalesce(max(sequence), 0)::text as sequence from alert_change where tenant_id = ${tenantId}`.execute(
        database.query,
      );
      return encodeCursor([rows[0]?.sequence ?? '0']);
    },

    async changesAfter(tenantId, cursor, first) {
      const sequence = decodeSequenceCursor(cursor);
      const { rows } = await sql<AlertRow & ChangeRow>`
        select ${changeColumns}, ${columns} from (
          select * from alert_change where tenant_id = ${tenantId} and sequence > ${sequence}::bigint
          order by sequence limit ${first}) as change
        join alert on alert.tenant_id = change.tenant_id and alert.id = change.alert_id ${joined}
        order by change.sequence`.execute(database.query);
      return rows.map((row) => changeOf(row, alertOf(row)));
    },

    async changesOf(tenantId, alerts) {
      const { rows } = await sql<ChangeRow & { alertId: string }>`
        select ${changeColumns}, change.alert_id from unnest(${alerts.map(({ id }) => id)}::uuid[]) as wanted (id)
        cross join lateral (
          select * from alert_change where tenant_id = ${tenantId} and alert_id = wanted.id
          order by sequence desc limit ${shownChanges}) as change
        order by change.sequence`.execute(database.query);
      const changes = new Map<string, AlertChangeType[]>(alerts.map(({ id }) => [id, []]));
      const known = new Map(alerts.map((alert) => [alert.id, alert]));
      for (const row of rows) {
        const alert = known.get(row.alertId);
        if (alert) changes.get(row.alertId)?.push(changeOf(row, alert));
      }
      return changes;
    },
  };
}

function conditionsOf(filter: AlertFilter): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = [];
  const { minimumSeverity, raisedFrom, raisedBefore, search } = filter;
  if (filter.kind) conditions.push(sql`alert.kind = ${filter.kind}`);
  if (filter.state) conditions.push(sql`alert.state = any(${filter.state}::text[])`);
  if (minimumSeverity) conditions.push(sql`alert.severity >= ${severities.indexOf(minimumSeverity)}`);
  if (filter.clientId) conditions.push(sql`alert.client_id = ${filter.clientId}`);
  // A machine keeps its alerts when BD gives it a new id.
  if (filter.deviceId)
    conditions.push(sql`exists (select from device as machine
      where machine.tenant_id = alert.tenant_id and machine.id = ${uuidOrNone(filter.deviceId)}::uuid
        and (machine.id = alert.device_id or (machine.client_id = alert.client_id and machine.host_key = threat.host_key)))`);
  if (filter.threatId) conditions.push(sql`alert.threat_id = ${uuidOrNone(filter.threatId)}::uuid`);
  if (filter.assigneeId) conditions.push(sql`alert.assignee_id = ${filter.assigneeId}`);
  if (filter.suppressedById) conditions.push(sql`alert.suppressed_by_id = ${uuidOrNone(filter.suppressedById)}::uuid`);
  const presences: [RawBuilder<unknown>, boolean | null | undefined][] = [
    [sql`alert.assignee_id`, filter.assigned],
    [sql`alert.suppressed_by`, filter.suppressed],
    [sql`alert.ticket_id`, filter.hasTicket],
  ];
  for (const [column, wanted] of presences)
    if (wanted !== null && wanted !== undefined)
      conditions.push(wanted ? sql`${column} is not null` : sql`${column} is null`);
  if (raisedFrom) conditions.push(sql`alert.raised_at >= ${raisedFrom}`);
  if (raisedBefore) conditions.push(sql`alert.raised_at < ${raisedBefore}`);
  if (search) {
    const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`;
    conditions.push(
      sql`(alert.title ilike ${pattern} or device.name ilike ${pattern} or threat.host_name ilike ${pattern})`,
    );
  }
  return conditions;
}

const orders: Readonly<Record<AlertOrder, RawBuilder<unknown>>> = {
  NEWEST: sql`alert.raised_at desc, alert.id desc`,
  OLDEST: sql`alert.raised_at, alert.id`,
  GRAVEST: sql`alert.severity desc, alert.raised_at desc, alert.id desc`,
};

/** The severity stands in the cursor only where it is a part of the order. */
function cursorOf(order: AlertOrder, { raisedAt, id, severity }: Alert): string {
  const time = encodeCursor([raisedAt.getTime(), id]);
  return order === AlertOrder.GRAVEST ? `${severities.indexOf(severity)}.${time}` : time;
}

function behind(order: AlertOrder, cursor: string): RawBuilder<unknown> {
  const [, severity, time = ''] = /^(?:([0-4])\.)?(.*)$/s.exec(cursor) ?? [];
  const ofThisOrder = (severity !== undefined) === (order === AlertOrder.GRAVEST);
  const [at, id] = decodeTimeCursor(ofThisOrder ? time : '');
  if (order === AlertOrder.OLDEST) return sql`(alert.raised_at, alert.id) > (${at}, ${id}::uuid)`;
  if (order === AlertOrder.NEWEST) return sql`(alert.raised_at, alert.id) < (${at}, ${id}::uuid)`;
  return sql`(alert.severity, alert.raised_at, alert.id) < (${severity}::smallint, ${at}, ${id}::uuid)`;
}

function alertOf({ ticketId, clientId, actions, routing, ...row }: AlertRow): Alert {
  return {
    ...row,
    kind: row.kind as AlertKindEnum,
    severity: (severities[row.severity] ?? 'UNKNOWN') as SeverityEnum,
    state: row.state as AlertState,
    suppressedBy: row.suppressedBy as SuppressedBy | null,
    ticket: ticketId === null ? null : { id: ticketId },
    client: clientId === null ? null : { id: clientId },
    actions: JSON.parse(actions ?? '[]') as AlertAction[],
    routing: explainRouting(routing),
  };
}

interface ChangeRow {
  sequence: string;
  changeKind: string;
  at: Date;
  actor: string;
  changeDetail: {
    from?: AlertState | null;
    to?: AlertState | null;
    snoozedUntil?: string | null;
    assigneeId?: string | null;
    note?: string | null;
  };
}

const changeColumns = sql`
  change.sequence::text as sequence, change.kind as change_kind, change.at, change.actor, change.detail as change_detail`;

function changeOf({ sequence, changeKind, at, actor, changeDetail }: ChangeRow, alert: Alert): AlertChangeType {
  const { from, to, snoozedUntil, assigneeId, note } = changeDetail;
  return {
    cursor: encodeCursor([sequence]),
    kind: changeKind as AlertChangeKindEnum,
    at,
    actor,
    from: from ?? null,
    to: to ?? null,
    snoozedUntil: snoozedUntil ? new Date(snoozedUntil) : null,
    assigneeId: assigneeId ?? null,
    note: note ?? null,
    alert,
  };
}
