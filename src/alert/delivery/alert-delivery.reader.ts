import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../../database/database.js';
import { deliveries } from '../../database/later-values.js';
import { onlyUuids, uuidOrNone } from '../../database/uuid.js';
import { decodeTimeCursor, encodeCursor, placeOf } from '../../graphql/lists/cursors.js';
import { pageOf } from '../../graphql/lists/pages.js';
import { type ConnectionPage, type Paging, readingOf, spanOf } from '../../graphql/paging.js';
import { listedKinds } from '../action/action-kinds.js';
import type { AlertDelivery } from '../list/alert.type.js';
import { machineKey } from '../raising/outbreak-text.js';
import type { AlertDeliveryFilter, AlertMachine } from './alert-delivery.type.js';

/** A delivery with the values that only its row has. */
export interface DeliveryRow extends AlertDelivery {
  clientId: string | null;
  threatName: string;
  createdAt: Date;
  changedAt: Date;
}

/** The machines of a delivery: the latest ones, and their number. */
export interface DeliveryMachines {
  count: number;
  last: AlertMachine[];
}

/** Reads deliveries; every statement is of one tenant. */
export interface DeliveryReader {
  page(tenantId: string, filter: AlertDeliveryFilter, paging: Paging): Promise<ConnectionPage<DeliveryRow>>;
  byIds(tenantId: string, ids: readonly string[]): Promise<Map<string, DeliveryRow>>;
  /** At most `first` machines of each of these deliveries, those hit last first. */
  machinesOf(tenantId: string, ids: readonly string[], first: number): Promise<Map<string, DeliveryMachines>>;
}

const columns = sql`
  action.id, action.kind, action.rule_name, action.state, action.attempts, action.occurrences, action.last_error,
  action.client_id, action.threat_name, action.created_at, action.changed_at`;

/** The graph has no value for a kind that this release does not know. */
const isKnown = sql`action.kind = any(${[...listedKinds]}::text[])`;

export function createDeliveryReader(database: Database): DeliveryReader {
  return {
    async page(tenantId, filter, paging) {
      const span = spanOf(paging);
      const { direction, behind } = readingOf(span, 'desc');
      const conditions = [sql`action.tenant_id = ${tenantId}`, isKnown, ...conditionsOf(filter)];
      const place = placeOf(span, decodeTimeCursor);
      if (place !== null)
        conditions.push(sql`(action.created_at, action.id) ${behind} (${place[0]}, ${place[1]}::uuid)`);
      const { rows } = await sql<DeliveryRow>`
        select ${columns} from ${deliveries} as action where ${sql.join(conditions, sql` and `)}
        order by action.created_at ${direction}, action.id ${direction} limit ${sql.lit(span.limit)}`.execute(
        database.query,
      );
      return pageOf(rows, span, ({ createdAt, id }) => encodeCursor([createdAt.getTime(), id]));
    },

    async byIds(tenantId, ids) {
      const { rows } = await sql<DeliveryRow>`
        select ${columns} from ${deliveries} as action
        where action.tenant_id = ${tenantId} and ${isKnown} and action.id = any(${onlyUuids(ids)}::uuid[])`.execute(
        database.query,
      );
      return new Map(rows.map((row) => [row.id, row]));
    },

    async machinesOf(tenantId, ids, first) {
      const { rows } = await sql<AlertMachine & { actionId: string; count: number }>`
        select wanted.id as action_id, machine.* from unnest(${ids}::uuid[]) as wanted (id)
        cross join lateral (
          select coalesce(max(device.name), max(threat.host_name), 'unknown') as host_name,
                 (array_agg(threat.device_id order by threat.last_detected_at desc))[1] as device_id,
                 count(*)::int as occurrences, max(threat.last_detected_at) as last_detected_at,
                 (count(*) over ())::int as count
          from alert_occurrence as occurrence
          join alert on alert.tenant_id = occurrence.tenant_id and alert.id = occurrence.alert_id
          join threat on threat.tenant_id = alert.tenant_id and threat.id = alert.threat_id
          left join device on device.tenant_id = threat.tenant_id and device.id = threat.device_id
          where occurrence.tenant_id = ${tenantId} and occurrence.action_id = wanted.id
          group by ${machineKey} order by 4 desc, 1 limit ${first}) as machine`.execute(database.query);
      const machines = new Map<string, DeliveryMachines>(ids.map((id) => [id, { count: 0, last: [] }]));
      for (const { actionId, count, ...machine } of rows) {
        const known = machines.get(actionId) as DeliveryMachines;
        machines.set(actionId, { count, last: [...known.last, machine] });
      }
      return machines;
    },
  };
}

function conditionsOf(filter: AlertDeliveryFilter): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = [];
  if (filter.state) conditions.push(sql`action.state = any(${filter.state}::text[])`);
  if (filter.kind) conditions.push(sql`action.kind = any(${filter.kind}::text[])`);
  if (filter.clientId) conditions.push(sql`action.client_id = ${filter.clientId}`);
  if (filter.ruleId) conditions.push(sql`action.rule_id = ${uuidOrNone(filter.ruleId)}::uuid`);
  if (filter.alertId)
    conditions.push(sql`exists (select from alert_occurrence as occurrence
      where occurrence.tenant_id = action.tenant_id and occurrence.action_id = coalesce(action.about_action_id, action.id)
        and occurrence.alert_id = ${uuidOrNone(filter.alertId)}::uuid)`);
  return conditions;
}
