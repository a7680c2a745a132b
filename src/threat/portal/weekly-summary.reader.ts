import { sql } from 'kysely';
import type { Database } from '../../database/database.js';
import type { TimeRange } from '../counts/windows.js';
import type { ThreatAction, ThreatStatus } from '../intake/draft.js';
import { givenOwners, ownedBy, type ThreatOwners } from '../owners/threat-owners.js';

/** What became of an owner's threats that were first detected in a range, those since removed among them. */
export interface WeeklyNumbers {
  outcomes: { status: ThreatStatus; action: ThreatAction; count: number }[];
  /** How many machines were concerned. */
  machines: number;
  /** Those with the most threats, at most `mostMachines`. */
  mostConcerned: { hostName: string; total: number }[];
}

const mostMachines = 10;

/** Reads the numbers of one owner's weeks, which follow each other without gaps, the newest first: two statements, whatever their number. */
export async function readWeeks(
  database: Database,
  tenantId: string,
  owners: ThreatOwners,
  weeks: readonly TimeRange[],
): Promise<WeeklyNumbers[]> {
  const [newest, oldest] = [weeks.at(0), weeks.at(-1)];
  if (newest === undefined || oldest === undefined) return [];
  const begins = weeks.map(({ from }) => from.getTime() / 1_000).toReversed();
  const week = (at: string) => sql`width_bucket(date_part('epoch', ${sql.ref(at)}), ${begins}::float8[])`;
  const detected = sql`${givenOwners(tenantId, owners)} cross join lateral (
    select ${week('detectedAt')} as week, coalesce(threat.host_name, threat.host_key) as host_name, threat.host_key, threat.status, threat.action,
           1 as count from threat
    where threat.tenant_id = ${tenantId} and ${ownedBy(tenantId, owners, 'threat')}
      and threat.detected_at >= ${oldest.from} and threat.detected_at < ${newest.to}
    union all
    select ${week('quarter')}, kept.host_key, kept.host_key, kept.status, kept.action, kept.count from threat_kept_count as kept
    where kept.tenant_id = ${tenantId} and ${ownedBy(tenantId, owners, 'kept')}
      and kept.quarter >= ${oldest.from} and kept.quarter < ${newest.to}) as detected`;
  const outcomes = await sql<{ week: number } & WeeklyNumbers['outcomes'][number]>`
    select week, status, action, sum(count)::int as count from ${detected} group by week, status, action`.execute(
    database.read,
  );
  const machines = await sql<{ week: number; hostName: string; total: number; machines: number }>`
    select * from (
      select week, min(host_name) as host_name, sum(count)::int as total, count(*) over (partition by week)::int as machines,
             row_number() over (partition by week order by sum(count) desc, host_key) as rank
      from ${detected} where host_key is not null group by week, host_key) as machine
    where rank <= ${mostMachines} order by week, rank`.execute(database.read);
  return weeks.map((_, index) => {
    const isOfWeek = ({ week: place }: { week: number }) => place === weeks.length - index;
    const ofWeek = machines.rows.filter(isOfWeek);
    return {
      outcomes: outcomes.rows.filter(isOfWeek).map(({ week: _, ...outcome }) => outcome),
      machines: ofWeek[0]?.machines ?? 0,
      mostConcerned: ofWeek.map(({ hostName, total }) => ({ hostName, total })),
    };
  });
}
