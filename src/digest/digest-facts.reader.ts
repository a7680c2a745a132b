import { sql } from 'kysely';
import type { AlertCountsReader } from '../alert/counts/alert-counts.reader.js';
import type { Database } from '../database/database.js';
import type { CoverageReader } from '../device/coverage/coverage.reader.js';
import type { Coverage, CoverageDay } from '../device/coverage/coverage.type.js';
import { readTenantSettings } from '../tenant/tenant-settings.js';
import type { CountCell, ThreatCountsReader } from '../threat/counts/threat-counts.reader.js';
import type { TimeRange } from '../threat/counts/windows.js';
import type { DigestFacts } from './draft-digest.js';
import { weekAfter, weeksBefore } from './due-time.js';

/** What the facts are counted by: the readers of the dashboards, so that a digest says what they show. */
export interface DigestFactsParts {
  database: Database;
  counts: ThreatCountsReader;
  alertCounts: AlertCountsReader;
  coverage: CoverageReader;
}

/** Counts for the digest of the week before the day of `at`, in the tenant's zone: nine statements, whatever there is to count. */
export async function readDigestFacts(
  { database, counts, alertCounts, coverage }: DigestFactsParts,
  tenantId: string,
  at: Date,
): Promise<DigestFacts> {
  const { timeZone } = await readTenantSettings(database.query, tenantId);
  const { week, weekBefore } = weeksBefore(at, timeZone);
  const owners = { kind: 'TENANT' } as const;
  const [cells = []] = await counts.cells(tenantId, owners, [weekBefore, week]);
  const [unresolved = []] = await counts.unresolved(tenantId, owners);
  const { openUnassigned } = await alertCounts.ofTenant(tenantId);
  const present = await coverage.ofTenant(tenantId);
  const [days = []] = await coverage.trends(tenantId, [present], daysOfTrend);
  return {
    timeZone,
    week,
    detected: bySeverity(cells, 1),
    detectedBefore: bySeverity(cells, 0),
    unresolved,
    unassignedAlerts: openUnassigned,
    gaps: gapsOf(present, days),
    ...(await readResolved(database, tenantId, week, weekBefore)),
    ...(await readSources(database, tenantId, new Date())),
  };
}

/** Today, and the same day of the week before. */
const daysOfTrend = 8;

/** The counts of one range by the place of the severity. */
function bySeverity(cells: readonly CountCell[], range: number): number[] {
  const found: number[] = [];
  for (const { severity, count, ...cell } of cells)
    if (cell.range === range) found[severity] = (found[severity] ?? 0) + count;
  return Array.from(found, (count) => count ?? 0);
}

/** The gaps now, and a week ago where that day was recorded. */
function gapsOf(present: Coverage, days: readonly CoverageDay[]): DigestFacts['gaps'] {
  const today = days.at(-1)?.day;
  const before = today === undefined ? undefined : days.find(({ day }) => weekAfter(day) === today)?.gaps;
  return Object.fromEntries(
    present.gaps.map(({ gap, machines }) => {
      const then = before?.find((each) => each.gap === gap)?.machines ?? null;
      return [gap, { machines, before: then }];
    }),
  );
}

/** Resolved threats are kept for a month at least, so none of two weeks is missing. */
async function readResolved(database: Database, tenantId: string, week: TimeRange, before: TimeRange) {
  const { rows } = await sql<Pick<DigestFacts, 'resolved' | 'resolvedBefore'>>`
    select count(*) filter (where resolved_at >= ${week.from})::int as resolved,
           count(*) filter (where resolved_at < ${week.from})::int as resolved_before
    from threat
    where tenant_id = ${tenantId} and resolved_at >= ${before.from} and resolved_at < ${week.to} and status <> 'UNRESOLVED'`.execute(
    database.read,
  );
  return rows[0] ?? { resolved: 0, resolvedBefore: 0 };
}

type Sources = Pick<DigestFacts, 'integrations' | 'failingIntegrations' | 'staleClients' | 'unmappedCompanies'>;

/** Clients of integrations that were disconnected on purpose are not waited for; a company just mapped has two hours for its first sync. */
async function readSources(database: Database, tenantId: string, now: Date): Promise<Sources> {
  const { rows } = await sql<Sources>`
    select
      (select count(*)::int from connection where tenant_id = ${tenantId} and state <> 'DISCONNECTED') as integrations,
      (select count(*)::int from connection where tenant_id = ${tenantId} and state = 'FAILING') as failing_integrations,
      (select count(distinct company.client_id)::int from company
        join connection on connection.tenant_id = company.tenant_id and connection.id = company.connection_id
        where company.tenant_id = ${tenantId} and company.client_id is not null and connection.state <> 'DISCONNECTED'
          and company.rests_since is null
          and (company.next_sync_at is null
            or coalesce(company.stale_at, company.mapped_at + interval '2 hours') <= ${now})) as stale_clients,
      (select count(*)::int from company
        where company.tenant_id = ${tenantId} and company.client_id is null and company.ignored_at is null
          and company.state = 'PRESENT'
          and exists (select from threat where threat.tenant_id = company.tenant_id and threat.client_id is null
            and threat.company_id = company.id and threat.status = 'UNRESOLVED')) as unmapped_companies`.execute(
    database.read,
  );
  return rows[0] ?? { integrations: 0, failingIntegrations: 0, staleClients: 0, unmappedCompanies: 0 };
}
