import { sql } from 'kysely';
import type { Queries } from '../../database/database.js';
import { machinesOf } from '../../device/machine/machine.source.js';
import { countedBy, degradations } from './degradations.js';
import type { Degraded } from './follow-degradation.js';

/** How many machines or companies an alert names. */
export const mostNamed = 10;

const causes = degradations.filter((cause) => countedBy(cause) === 'MACHINES');

/**
 * The machines of these clients, or of all if null, that are degraded, by client and cause: one statement. They are those with the gap of
 * the same name, and those that are protected and isolated. Only machines whose data are fresh are counted; a row with none has stale ones
 * alone, of which nothing is known now: what is stored grows older, and a machine that is not asked for looks as if it were silent.
 */
export async function readDegradedMachines(
  queries: Queries,
  tenantId: string,
  clientIds: readonly string[] | null,
  now: Date,
): Promise<Degraded[]> {
  const { rows } = await sql<Degraded>`
    with machine as materialized (${machinesOf(tenantId, clientIds, now)})
    select client_id, cause, count(*) filter (where fresh)::int as count,
           coalesce((array_agg(name order by lower(name), id) filter (where fresh))[1:${sql.lit(mostNamed)}], '{}') as names
    from (
      select machine.id, machine.name, machine.client_id, cause,
             company.next_sync_at is not null and company.stale_at > ${now}
               and not (cause = 'NOT_SEEN' and 'STATE_STALE' = any(machine.health_reasons)) as fresh
      from machine
      cross join lateral unnest(gaps || case when covered and isolated then array['ISOLATED'] else '{}'::text[] end) as cause
      join device on device.tenant_id = ${tenantId} and device.id = machine.device_id
      join company on company.tenant_id = ${tenantId} and company.id = device.company_id
      where machine.client_id is not null and cause = any(${[...causes]}::text[])) as degraded
    group by client_id, cause order by client_id, cause`.execute(queries);
  return rows;
}
