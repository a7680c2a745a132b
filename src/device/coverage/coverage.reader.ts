import { type RawBuilder, sql } from 'kysely';
import { DateTime } from 'luxon';
import type { Database, Queries } from '../../database/database.js';
import { sourceAge } from '../../domain/source-age.js';
import { isStale } from '../../domain/staleness.js';
import { knownZone } from '../../domain/zone.js';
import { UserInputError } from '../../graphql/errors.js';
import { readTenantSettings } from '../../tenant/tenant-settings.js';
import { machinesOf } from '../machine/machine.source.js';
import type { Coverage, CoverageDay, GapCount } from './coverage.type.js';
import { gaps } from './gap.type.js';

/** Counts machines by gap. The counts of any number of clients take one statement. */
export interface CoverageReader {
  ofTenant(tenantId: string): Promise<Coverage>;
  ofClients(tenantId: string, clientIds: readonly string[]): Promise<Coverage[]>;
  /** The daily coverage for each of these coverages, oldest first; the last day is today with its current coverage. */
  trends(tenantId: string, coverages: readonly Coverage[], days: number): Promise<CoverageDay[][]>;
}

interface CountRow {
  clients: number;
  machines: number;
  agents: number;
  protectedAgents: number;
  gaps: Record<string, number>;
}

/** The maximum number of days of a trend, including today. A year can be compared with the one before. */
export const longestTrend = 400;

export function createCoverageReader(database: Database, clock: () => Date = () => new Date()): CoverageReader {
  const coverageOf = (
    { staleAt, gaps: found, ...row }: CountRow & { asOf: Date | null; staleAt: Date | null },
    clientId: string | null,
  ): Coverage => ({ ...row, clientId, gaps: gapCounts(found), stale: isStale(staleAt, clock()) });

  return {
    async ofTenant(tenantId) {
      const { rows } = await sql<CountRow & { asOf: Date | null; staleAt: Date | null }>`
        with machine as materialized (${machinesOf(tenantId, null, clock())})
        select counts.*, source.*
        from (select ${counted} from machine where client_id is not null) as counts,
             (select ${sourceAge} from company where tenant_id = ${tenantId} and client_id is not null) as source`.execute(
        database.read,
      );
      return coverageOf(rows[0] as (typeof rows)[number], null);
    },

    async ofClients(tenantId, clientIds) {
      const { rows } = await sql<CountRow & { asOf: Date | null; staleAt: Date | null }>`
        with machine as materialized (${machinesOf(tenantId, clientIds, clock())}),
        counts as (select client_id, ${counted} from machine group by client_id),
        nothing as (select ${counted} from machine where false)
        select coalesce(counts.clients, nothing.clients) as clients, coalesce(counts.machines, nothing.machines) as machines,
               coalesce(counts.agents, nothing.agents) as agents,
               coalesce(counts.protected_agents, nothing.protected_agents) as protected_agents,
               coalesce(counts.gaps, nothing.gaps) as gaps, source.*
        from unnest(${[...clientIds]}::text[]) with ordinality as given (client_id, place)
        cross join nothing
        left join counts on counts.client_id = given.client_id
        cross join lateral (select ${sourceAge} from company
          where company.tenant_id = ${tenantId} and company.client_id = given.client_id) as source
        order by given.place`.execute(database.read);
      return rows.map((row, index) => coverageOf(row, clientIds[index] ?? null));
    },

    async trends(tenantId, coverages, days) {
      if (days < 1 || days > longestTrend)
        throw new UserInputError('BAD_DAYS', `Enter a number of days from 1 to ${longestTrend}.`, ['days']);
      const { timeZone } = await readTenantSettings(database.query, tenantId);
      const today = dayOf(clock(), timeZone);
      const { rows } = await sql<CountRow & { place: number; day: string }>`
        select given.place::int, past.day::text, count(*)::int as clients, sum(past.machines)::int as machines,
               sum(past.agents)::int as agents, sum(past.protected_agents)::int as protected_agents,
               ${gapObject((gap) => sql`coalesce(sum((past.gaps ->> ${gap})::int), 0)::int`)} as gaps
        from unnest(${coverages.map(({ clientId }) => clientId)}::text[]) with ordinality as given (client_id, place)
        join coverage_day as past on past.tenant_id = ${tenantId}
          and (given.client_id is null or past.client_id = given.client_id)
        where past.day > ${today}::date - ${days}::int and past.day < ${today}::date
        group by given.place, past.day order by past.day`.execute(database.read);
      const byPlace = Map.groupBy(rows, ({ place }) => place);
      return coverages.map((coverage, index) => [
        ...(byPlace.get(index + 1) ?? []).map(({ place, ...row }) => ({ ...row, gaps: gapCounts(row.gaps) })),
        { ...coverage, day: today },
      ]);
    },
  };
}

/**
 * Records the coverage of these clients, or of all clients of the tenant if null, for the day of `now` in the tenant's time
 * zone. Unchanged rows are not written again.
 */
export async function recordCoverage(
  queries: Queries,
  tenantId: string,
  clientIds: readonly string[] | null,
  now: Date,
): Promise<void> {
  const { timeZone } = await readTenantSettings(queries, tenantId);
  await sql`
    with machine as materialized (${machinesOf(tenantId, clientIds, now)})
    insert into coverage_day (tenant_id, client_id, day, machines, agents, protected_agents, gaps)
    select ${tenantId}, client_id, ${dayOf(now, timeZone)}::date, machines, agents, protected_agents, gaps
    from (select client_id, ${counted} from machine where client_id is not null group by client_id) as counts
    on conflict (tenant_id, client_id, day) do update set machines = excluded.machines, agents = excluded.agents,
      protected_agents = excluded.protected_agents, gaps = excluded.gaps
      where (coverage_day.machines, coverage_day.agents, coverage_day.protected_agents, coverage_day.gaps)
        is distinct from (excluded.machines, excluded.agents, excluded.protected_agents, excluded.gaps)`.execute(
    queries,
  );
}

/** The counts over the rows of `machine.source.ts`, which must be materialised so that gaps are evaluated only once. */
const counted = sql`
  count(distinct client_id)::int as clients,
  count(*) filter (where agent_id is not null or presence = 'PRESENT')::int as machines,
  count(agent_id)::int as agents,
  count(agent_id) filter (where covered)::int as protected_agents,
  ${gapObject((gap) => sql`count(*) filter (where ${gap} = any(gaps))`)} as gaps`;

function gapObject(value: (gap: RawBuilder<unknown>) => RawBuilder<unknown>): RawBuilder<unknown> {
  const pairs = gaps.map((gap) => sql`${sql.lit(gap)}, ${value(sql.lit(gap))}`);
  return sql`jsonb_build_object(${sql.join(pairs)})`;
}

function gapCounts(found: Record<string, number>): GapCount[] {
  return gaps.map((gap) => ({ gap, machines: found[gap] ?? 0 }));
}

/** The day of an instant in a time zone, as YYYY-MM-DD. */
function dayOf(at: Date, timeZone: string): string {
  return DateTime.fromJSDate(at, { zone: knownZone(timeZone) }).toFormat('yyyy-MM-dd');
}
