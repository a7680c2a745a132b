import { sql } from 'kysely';
import type { Queries } from '../../database/database.js';
import { machinesOf } from '../../device/machine/machine.source.js';
import { degradations } from './degradations.js';
import type { DegradedMachines } from './follow-degradation.js';

/** How many machines an alert names. */
const namedMachines = 10;

/**
 * The machines of these clients, or of all if null, that are degraded, by client and cause: one statement. They are those with the gap of
 * the same name, and those that are protected and isolated.
 */
export async function readDegradedMachines(
  queries: Queries,
  tenantId: string,
  clientIds: readonly string[] | null,
  now: Date,
): Promise<DegradedMachines[]> {
  const { rows } = await sql<DegradedMachines>`
    with machine as materialized (${machinesOf(tenantId, clientIds, now)})
    select client_id, cause, count(*)::int as machines,
           (array_agg(name order by lower(name), id))[1:${sql.lit(namedMachines)}] as names
    from machine
    cross join lateral unnest(gaps || case when covered and isolated then array['ISOLATED'] else '{}'::text[] end) as cause
    where client_id is not null and cause = any(${[...degradations]}::text[])
    group by client_id, cause order by client_id, cause`.execute(queries);
  return rows;
}
