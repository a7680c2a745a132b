import { sql } from 'kysely';
import { readResponseMonths } from '../alert/response/response-times.reader.js';
import type { Database } from '../database/database.js';
import type { ResponsePromise } from '../domain/response-promise.js';
import type { ThreatReader } from '../threat/list/threat.reader.js';
import { givenOwners, ownedBy, ownersOf } from '../threat/owners/threat-owners.js';
import type { PortalMachine } from '../threat/portal/portal.type.js';
import type { PortalOwner } from '../threat/portal/portal-owner.js';
import { portalThreatOf } from '../threat/portal/portal-threat.js';
import type { DetectedThreats, RecordedCoverage, ReportFacts } from './report-facts.js';
import type { ReportPeriod } from './report-period.js';

/** Threats that a report lists. */
export const mostListed = 50;
/** Machines that it names as those with the most threats. */
const mostMachines = 10;

/** What facts are read of: one client or some of its sites, in one period and the one before. */
export interface AskedFacts {
  owner: PortalOwner;
  period: ReportPeriod;
  promise: ResponsePromise;
  now: Date;
}

/** Counts for the report of a client: six statements, whatever there is to count. They read what was detected in the two periods by `threat_client`. */
export async function readReportFacts(
  { database, threats }: { database: Database; threats: Pick<ThreatReader, 'pages'> },
  tenantId: string,
  asked: AskedFacts,
): Promise<ReportFacts> {
  const { owner, period, promise, now } = asked;
  const owners = ownersOf([owner]);
  const [detected, machines, coverage, [page], [months]] = await Promise.all([
    readDetected(database, tenantId, asked),
    readMachines(database, tenantId, asked),
    readCoverage(database, tenantId, asked),
    threats.pages(
      tenantId,
      owners,
      { detectedFrom: period.from, detectedBefore: period.to },
      { order: 'MOST_SEVERE', first: mostListed },
    ),
    readResponseMonths(database, tenantId, { owners, months: [period, period.before], promise, now }),
  ]);
  const [responses, responsesBefore] = months ?? [];
  if (page === undefined || responses === undefined || responsesBefore === undefined)
    throw new Error('A client has one list of threats and the times of two periods.');
  return {
    ...{ detected, promise, responses, responsesBefore, ...machines, ...coverage },
    listed: page.edges.map(({ node }) => portalThreatOf(node)),
  };
}

/** The threats that were first detected in both periods, those since removed among them. */
const detectedIn = (tenantId: string, { owner, period: { from, to, before } }: AskedFacts) => {
  const owners = ownersOf([owner]);
  return sql`${givenOwners(tenantId, owners)} cross join lateral (
  select threat.detected_at < ${from} as is_before, threat.severity, threat.family, threat.status, threat.action,
         coalesce(threat.host_name, threat.host_key) as host_name, threat.host_key, 1 as count
  from threat
  where threat.tenant_id = ${tenantId} and ${ownedBy(tenantId, owners, 'threat')}
    and threat.detected_at >= ${before.from} and threat.detected_at < ${to}
  union all
  select kept.quarter < ${from}, kept.severity, null, kept.status, kept.action, kept.host_key, kept.host_key, kept.count
  from threat_kept_count as kept
  where kept.tenant_id = ${tenantId} and ${ownedBy(tenantId, owners, 'kept')}
    and kept.quarter >= ${before.from} and kept.quarter < ${to}) as detected`;
};

async function readDetected(database: Database, tenantId: string, asked: AskedFacts): Promise<DetectedThreats[]> {
  const { rows } = await sql<DetectedThreats>`
    select is_before, severity, family, status, action, sum(count)::int as count from ${detectedIn(tenantId, asked)}
    group by is_before, severity, family, status, action`.execute(database.read);
  return rows;
}

async function readMachines(database: Database, tenantId: string, asked: AskedFacts) {
  const { rows } = await sql<PortalMachine & { isBefore: boolean; machines: number }>`
    select * from (
      select is_before, min(host_name) as host_name, sum(count)::int as total, count(*) over (partition by is_before)::int as machines,
             row_number() over (partition by is_before order by sum(count) desc, host_key) as rank
      from ${detectedIn(tenantId, asked)} where host_key is not null group by is_before, host_key) as machine
    where rank <= ${mostMachines} order by rank`.execute(database.read);
  const [present, before] = [rows.filter(({ isBefore }) => !isBefore), rows.filter(({ isBefore }) => isBefore)];
  return {
    machines: present[0]?.machines ?? 0,
    machinesBefore: before[0]?.machines ?? 0,
    mostConcerned: present.map(({ hostName, total }) => ({ hostName, total })),
  };
}

/**
 * Days are recorded in the zone of the tenant; near midnight, those of another zone may be a day apart. They are recorded of whole clients: of a part
 * of one there is nothing to read, and what there is would show the rest.
 */
async function readCoverage(database: Database, tenantId: string, { owner, period }: AskedFacts) {
  if (owner.kind !== 'CLIENT') return { coverage: null, coverageBefore: null };
  const { day, lastDay, before } = period;
  const { rows } = await sql<RecordedCoverage & { isBefore: boolean }>`
    select distinct on (is_before) is_before, day::text, agents, protected_agents, gaps from (
      select day < ${day}::date as is_before, day, agents, protected_agents, gaps from coverage_day
      where tenant_id = ${tenantId} and client_id = ${owner.clientId} and day >= ${before.day}::date and day <= ${lastDay}::date) as recorded
    order by is_before, recorded.day desc`.execute(database.read);
  const found = (wanted: boolean): RecordedCoverage | null => {
    const row = rows.find(({ isBefore }) => isBefore === wanted);
    if (row === undefined) return null;
    const { isBefore: _, ...coverage } = row;
    return coverage;
  };
  return { coverage: found(false), coverageBefore: found(true) };
}
