import { sql } from 'kysely';
import type { Database } from '../../database/database.js';
import type { TimeRange } from '../counts/windows.js';
import type { ThreatAction, ThreatStatus } from '../intake/draft.js';

/** What became of a client's threats that were first detected in a range, those since removed among them. */
export interface WeeklyNumbers {
  outcomes: { status: ThreatStatus; action: ThreatAction; count: number }[];
  /** How many machines were concerned. */
  machines: number;
  /** Those with the most threats, at most `mostMachines`. */
  mostConcerned: { hostName: string; total: number }[];
}

const mostMachines = 10;

/** Reads the numbers of a week in two statements. */
export async function readWeek(
  database: Database,
  tenantId: string,
  clientId: string,
  { from, to }: TimeRange,
): Promise<WeeklyNumbers> {
  const detected = sql`(
    select coalesce(host_name, host_key) as host_name, host_key, status, action, 1 as count from threat
    where tenant_id = ${tenantId} and client_id = ${clientId} and detected_at >= ${from} and detected_at < ${to}
    union all
    select host_key, host_key, status, action, count from threat_kept_count
    where tenant_id = ${tenantId} and client_id = ${clientId} and quarter >= ${from} and quarter < ${to}) as detected`;
  const outcomes = await sql<WeeklyNumbers['outcomes'][number]>`
    select status, action, sum(count)::int as count from ${detected} group by status, action`.execute(database.read);
  const machines = await sql<{ hostName: string; total: number; machines: number }>`
    select min(host_name) as host_name, sum(count)::int as total, count(*) over ()::int as machines from ${detected}
    where host_key is not null group by host_key order by total desc, host_key limit ${mostMachines}`.execute(
    database.query,
  );
  return {
    outcomes: outcomes.rows,
    machines: machines.rows[0]?.machines ?? 0,
    mostConcerned: machines.rows.map(({ hostName, total }) => ({ hostName, total })),
  };
}
