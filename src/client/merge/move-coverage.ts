import { sql } from 'kysely';
import { type Move, rowsAtOnce } from './move.js';

/** Adds the days of a client to those of the other: what is added is deleted by the same statement, so that no day counts twice. */
export const moveCoverage: Move = async (transaction, { tenantId, from, into }) => {
  const { rows } = await sql<{ days: number }>`
    with gone as (
      delete from coverage_day where tenant_id = ${tenantId} and client_id = ${from} and day in (
        select day from coverage_day where tenant_id = ${tenantId} and client_id = ${from} order by day limit ${rowsAtOnce})
      returning day, machines, agents, protected_agents, gaps),
    added as (
      insert into coverage_day (tenant_id, client_id, day, machines, agents, protected_agents, gaps)
      select ${tenantId}, ${into}, day, machines, agents, protected_agents, gaps from gone
      on conflict (tenant_id, client_id, day) do update set
        machines = coverage_day.machines + excluded.machines, agents = coverage_day.agents + excluded.agents,
        protected_agents = coverage_day.protected_agents + excluded.protected_agents,
        gaps = (
          select coalesce(jsonb_object_agg(key, value), '{}') from (
            select key, sum(value::int) as value from (
              select * from jsonb_each_text(coverage_day.gaps) union all select * from jsonb_each_text(excluded.gaps)
            ) as each (key, value) group by key) as summed))
    select count(*)::int as days from gone`.execute(transaction);
  return rows[0]?.days ?? 0;
};
