import { type RawBuilder, sql } from 'kysely';
import { isStale } from '../company/staleness.js';
import type { Database } from '../database/database.js';
import { readTenantSettings } from '../tenant/tenant-settings.js';
import type { ThreatCounts } from './threat.type.js';
import type { Machine } from './threat-owners.js';
import { countWindows } from './windows.js';

/** Numbers for dashboards; one statement whatever the number of keys, beside the tenant's settings. */
export interface ThreatCountsReader {
  ofTenant(tenantId: string): Promise<ThreatCounts>;
  ofClients(tenantId: string, clientIds: readonly string[]): Promise<ThreatCounts[]>;
  ofMachines(tenantId: string, machines: readonly Machine[]): Promise<ThreatCounts[]>;
}

interface CountRow {
  today: number;
  thisWeek: number;
  thisMonth: number;
  unresolved: number;
  asOf: Date | null;
  staleAt: Date | null;
}

export function createThreatCountsReader(database: Database, clock: () => Date = () => new Date()): ThreatCountsReader {
  async function count(
    tenantId: string,
    statement: (counted: RawBuilder<unknown>, recent: RawBuilder<unknown>) => RawBuilder<CountRow>,
  ) {
    const { timeZone } = await readTenantSettings(database.query, tenantId);
    const now = clock();
    const { day, week, month } = countWindows(now, timeZone);
    const earliest = week < month ? week : month;
    const counted = sql`
      count(threat.id) filter (where threat.detected_at >= ${day})::int as today,
      count(threat.id) filter (where threat.detected_at >= ${week})::int as this_week,
      count(threat.id) filter (where threat.detected_at >= ${month})::int as this_month,
      count(threat.id) filter (where threat.status = 'UNRESOLVED')::int as unresolved`;
    const recent = sql`(threat.detected_at >= ${earliest} or threat.status = 'UNRESOLVED')`;
    const { rows } = await statement(counted, recent).execute(database.query);
    return rows.map(({ staleAt, ...row }) => ({ ...row, timeZone, stale: isStale(staleAt, now) }));
  }
  const source = sql`case when bool_or(company.last_synced_at is null) then null else min(company.last_synced_at) end as as_of,
    case when bool_or(company.next_sync_at is null or company.stale_at is null) then null
      else min(company.stale_at) end as stale_at`;

  return {
    async ofTenant(tenantId) {
      const [counts] = await count(
        tenantId,
        (counted, recent) => sql<CountRow>`
          select counts.*, source.* from (
            select ${counted} from threat where threat.tenant_id = ${tenantId} and ${recent}) as counts,
            (select ${source} from company where tenant_id = ${tenantId} and client_id is not null) as source`,
      );
      return counts as ThreatCounts;
    },
    ofClients: (tenantId, clientIds) =>
      count(
        tenantId,
        (counted, recent) => sql<CountRow>`
          select counts.*, source.* from unnest(${[...clientIds]}::text[]) with ordinality as given (client_id, place)
          cross join lateral (
            select ${counted} from threat
            where threat.tenant_id = ${tenantId} and threat.client_id = given.client_id and ${recent}) as counts
          cross join lateral (
            select ${source} from company
            where company.tenant_id = ${tenantId} and company.client_id = given.client_id) as source
          order by given.place`,
      ),
    ofMachines: (tenantId, machines) =>
      count(
        tenantId,
        (counted, recent) => sql<CountRow>`
          select counts.*, source.* from unnest(
            ${machines.map(({ deviceId }) => deviceId)}::uuid[], ${machines.map(({ clientId }) => clientId)}::text[],
            ${machines.map(({ hostKey }) => hostKey)}::text[]) with ordinality as given (device_id, client_id, host_key, place)
          cross join lateral (
            select ${counted} from (
              select * from threat where threat.tenant_id = ${tenantId} and threat.client_id = given.client_id
                and threat.host_key = given.host_key
              union all
              select * from threat where threat.tenant_id = ${tenantId} and given.client_id is null
                and threat.device_id = given.device_id) as threat
            where ${recent}) as counts
          cross join lateral (
            select ${source} from company
            join device on device.tenant_id = company.tenant_id and device.company_id = company.id
            where device.tenant_id = ${tenantId} and device.id = given.device_id) as source
          order by given.place`,
      ),
  };
}
