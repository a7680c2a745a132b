import { type RawBuilder, sql } from 'kysely';
import { deliveries, laterAlertKinds, laterValue } from '../../database/later-values.js';
import { uuidOrNone } from '../../database/uuid.js';
import { type RoutingRecord } from '../../domain/alert-rule.js';
import { severities } from '../../domain/severity.js';
import { encodeCursor, timeKeysOf } from '../../graphql/lists/cursors.js';
import { readingOf, type Span } from '../../graphql/paging.js';
import type { SeverityEnum } from '../../graphql/severity.type.js';
import { contains } from '../../threat/list/threat-list.js';
import { ofMachineOf } from '../../threat/owners/machine-threats.sql.js';
import { listedKinds } from '../action/action-kinds.js';
import { explainRouting } from '../rule/explain-routing.js';
import type { Alert, AlertDelivery, AlertKindEnum, AlertState, SuppressedBy } from './alert.type.js';
import type { AlertFilter, AlertOrder } from './alert-filter.type.js';

/** A row of the list, as the columns below name it. */
export interface AlertRow
  extends Omit<
    Alert,
    | 'kind'
    | 'severity'
    | 'state'
    | 'ticket'
    | 'platformAlert'
    | 'client'
    | 'suppressedBy'
    | 'deliveries'
    | 'routing'
    | 'heldUntil'
    | 'heldById'
  > {
  /** Null unless something of it waits. */
  holdUntil: Date | null;
  holdWindowId: string | null;
  holdWindowName: string | null;
  holdIsPartial: boolean | null;
  kind: string;
  severity: number;
  state: string;
  ticketId: string | null;
  platformAlertId: string | null;
  clientId: string | null;
  suppressedBy: string | null;
  /** As text: JSON of AlertDelivery. */
  deliveries: string | null;
  routing: RoutingRecord | null;
}

/** The columns of an `AlertRow`, from `alertSource`. */
export const alertColumns = sql`
  alert.id, ${laterValue(laterAlertKinds)} as kind, alert.cause, alert.alert_type, alert.title, alert.detail, alert.ticket_state, alert.severity, alert.state,
  alert.suppressed_by, alert.suppressed_reason, alert.suppressed_by_id, alert.ticket_id, alert.ticket_url,
  alert.client_id, alert.device_id, alert.raised_at, alert.threat_id, alert.outbreak_id, alert.taken_over_by, alert.assignee_id,
  alert.snoozed_until, alert.routing, hold.held_until as hold_until, hold.window_id as hold_window_id,
  hold.window_name as hold_window_name, hold.rule_ids is not null as hold_is_partial, coalesce(device.name, threat.host_name) as host_name,
  (select json_agg(json_build_object('id', action.id, 'kind', action.kind, 'ruleName', action.rule_name,
  'state', action.state, 'attempts', action.attempts, 'occurrences', action.occurrences,
  'lastError', action.last_error) order by action.created_at, action.id)::text
  from alert_occurrence as occurrence
  join ${deliveries} as action on action.tenant_id = occurrence.tenant_id and action.id = occurrence.action_id
  where occurrence.tenant_id = alert.tenant_id and occurrence.alert_id = alert.id) as deliveries,
  (select publication.platform_alert_id from alert_occurrence as occurrence
  join alert_publication as publication on publication.tenant_id = occurrence.tenant_id and publication.id = occurrence.action_id
  where occurrence.tenant_id = alert.tenant_id and occurrence.alert_id = alert.id limit 1) as platform_alert_id`;
export const alertSource = sql`
  alert left join threat on threat.tenant_id = alert.tenant_id and threat.id = alert.threat_id
  left join device on device.tenant_id = alert.tenant_id and device.id = alert.device_id
  left join alert_hold as hold on hold.tenant_id = alert.tenant_id and hold.alert_id = alert.id and hold.look_at is not null`;

/** How each order sorts, and its place in a cursor. Each has an index that leads with the tenant and ends with its keys. */
const orders: Readonly<Record<AlertOrder, { keys: readonly string[]; direction: 'asc' | 'desc' }>> = {
  NEWEST: { keys: ['raised_at', 'id'], direction: 'desc' },
  OLDEST: { keys: ['raised_at', 'id'], direction: 'asc' },
  MOST_SEVERE: { keys: ['severity', 'raised_at', 'id'], direction: 'desc' },
};

/** A stretch of the tenant's alerts. Throws an UserInputError for a cursor of another list. */
export function selectAlerts(
  tenantId: string,
  filter: AlertFilter,
  { order, span }: { order: AlertOrder; span: Span },
): RawBuilder<AlertRow> {
  const { direction, behind } = readingOf(span, orders[order].direction);
  const columns = orders[order].keys.map((key) => sql.ref(`alert.${key}`));
  const conditions = conditionsOf(tenantId, filter);
  const place = timeKeysOf(span, order === 'MOST_SEVERE');
  if (place !== null) conditions.push(sql`(${sql.join(columns)}) ${behind} (${sql.join(place)})`);
  const sorted = sql.join(columns.map((column) => sql`${column} ${direction}`));
  return sql`
    select ${alertColumns} from ${alertSource} where ${sql.join(conditions, sql` and `)}
    order by ${sorted} limit ${sql.lit(span.limit)}`;
}

/** How many alerts meet a filter. */
export function countAlerts(tenantId: string, filter: AlertFilter): RawBuilder<{ total: number }> {
  return sql`select count(*)::int as total from alert where ${sql.join(conditionsOf(tenantId, filter), sql` and `)}`;
}

/** Whether an alert of `alertSource` is one that is asked for. */
export function meets(tenantId: string, filter: AlertFilter): RawBuilder<boolean> {
  return sql<boolean>`coalesce(${sql.join(conditionsOf(tenantId, filter), sql` and `)}, false)`;
}

/** The place of an alert in its list. */
export function alertCursor(order: AlertOrder, { severity, raisedAt, id }: Alert): string {
  const time = [raisedAt.getTime(), id];
  return encodeCursor(order === 'MOST_SEVERE' ? [severities.indexOf(severity), ...time] : time);
}

/** The conditions of a filter, on `alert`. */
export function conditionsOf(tenantId: string, filter: AlertFilter): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = [sql`alert.tenant_id = ${tenantId}`];
  const { minimumSeverity, deviceId, raisedFrom, raisedBefore } = filter;
  if (filter.kind) conditions.push(sql`${laterValue(laterAlertKinds)} = ${filter.kind}`);
  if (filter.state) conditions.push(sql`alert.state = any(${filter.state}::text[])`);
  if (minimumSeverity) conditions.push(sql`alert.severity >= ${severities.indexOf(minimumSeverity)}`);
  if (filter.clientId) conditions.push(sql`alert.client_id = ${filter.clientId}`);
  if (filter.threatId) conditions.push(sql`alert.threat_id = ${uuidOrNone(filter.threatId)}::uuid`);
  if (filter.outbreakId) conditions.push(sql`alert.outbreak_id = ${uuidOrNone(filter.outbreakId)}::uuid`);
  if (filter.assigneeId) conditions.push(sql`alert.assignee_id = ${filter.assigneeId}`);
  if (filter.suppressedById) conditions.push(sql`alert.suppressed_by_id = ${uuidOrNone(filter.suppressedById)}::uuid`);
  const either: [RawBuilder<unknown>, boolean | null | undefined][] = [
    [sql`alert.assignee_id is not null`, filter.assigned],
    [sql`alert.suppressed_by is not null`, filter.suppressed],
    [sql`alert.ticket_id is not null`, filter.hasTicket],
    [isHeld, filter.held],
  ];
  for (const [condition, wanted] of either)
    if (wanted !== null && wanted !== undefined) conditions.push(wanted ? condition : sql`not (${condition})`);
  if (raisedFrom) conditions.push(sql`alert.raised_at >= ${raisedFrom}`);
  if (raisedBefore) conditions.push(sql`alert.raised_at < ${raisedBefore}`);
  if (deviceId) conditions.push(ofThreat(tenantId, ofMachineOf(tenantId, uuidOrNone(deviceId))));
  const search = filter.search?.trim();
  if (search)
    conditions.push(sql`(${ofThreat(tenantId, contains(search))}
      or (alert.kind <> 'THREAT' and strpos(lower(alert.title), lower(${search})) > 0))`);
  return conditions;
}

/** What is resolved never acts, whatever waits. */
const isHeld = sql`(alert.state <> 'RESOLVED' and exists (select from alert_hold as waiting
  where waiting.tenant_id = alert.tenant_id and waiting.alert_id = alert.id and waiting.look_at is not null))`;

/** The alert's threat is such a one. */
const ofThreat = (tenantId: string, condition: RawBuilder<unknown>) =>
  sql`alert.threat_id in (select threat.id from threat where threat.tenant_id = ${tenantId} and ${condition})`;

/** An alert as the graph shows it. */
export function alertOf({ ticketId, platformAlertId, clientId, deliveries, routing, ...found }: AlertRow): Alert {
  const { holdUntil, holdWindowId, holdWindowName, holdIsPartial, ...row } = found;
  const waits = holdUntil !== null && row.state !== 'RESOLVED';
  return {
    ...row,
    kind: row.kind as AlertKindEnum,
    severity: (severities[row.severity] ?? 'UNKNOWN') as SeverityEnum,
    state: row.state as AlertState,
    suppressedBy: row.suppressedBy as SuppressedBy | null,
    ticket: ticketId === null ? null : { id: ticketId },
    platformAlert: platformAlertId === null ? null : { id: platformAlertId },
    client: clientId === null ? null : { id: clientId },
    deliveries: (JSON.parse(deliveries ?? '[]') as AlertDelivery[]).filter(({ kind }) => listedKinds.includes(kind)),
    heldUntil: waits ? holdUntil : null,
    heldById: waits ? holdWindowId : null,
    routing: explainRouting(
      routing,
      waits ? { until: holdUntil, windowName: holdWindowName ?? '', isPartial: holdIsPartial === true } : null,
    ),
  };
}
