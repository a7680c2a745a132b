import { sql } from 'kysely';
import type { Database } from '../../database/database.js';

/** A device whose state is due to be read. */
export interface DueDevice {
  id: string;
  bdId: string;
  stateFailures: number;
}

/**
 * The devices of mapped companies whose states are due, at most `most`: those with a new threat first, then those that were never asked, and
 * of these the ones with listed twins, since the answer decides which is in use; then the stalest. A state is due again when it is
 * `refreshSeconds` old; one that could not be read, when its rest is over.
 */
export async function readDueDevices(
  database: Database,
  tenantId: string,
  { companyIds, refreshSeconds, most }: { companyIds: readonly string[]; refreshSeconds: number; most: number },
): Promise<DueDevice[]> {
  const { rows } = await sql<DueDevice>`
    select device.id, device.bd_id, device.state_failures from device
    left join device_state as state on state.tenant_id = device.tenant_id and state.device_id = device.id
    cross join lateral (
      select greatest(state.as_of, device.state_refused_at) as at,
             coalesce(device.state_due_at, greatest(state.as_of, device.state_refused_at) + make_interval(secs => ${refreshSeconds}))
               as due_at) as attempt
    cross join lateral (
      select exists (select from threat
        where threat.tenant_id = device.tenant_id and threat.device_id = device.id and threat.status = 'UNRESOLVED'
          and threat.created_at > coalesce(attempt.at, '-infinity')) as has_new_threat) as threats
    cross join lateral (
      select attempt.at is null and exists (select from device as twin
        where twin.tenant_id = device.tenant_id and twin.presence = 'PRESENT' and twin.managed and twin.id <> device.id
          and (twin.id = device.twin_of or twin.twin_of in (device.id, device.twin_of))) as has_twin) as twins
    where device.tenant_id = ${tenantId} and device.company_id = any(${[...companyIds]}::uuid[])
      and device.presence = 'PRESENT' and device.managed
      and (attempt.due_at is null or attempt.due_at < now() or attempt.at > now() + interval '5 minutes' or threats.has_new_threat)
    order by threats.has_new_threat desc, twins.has_twin desc, attempt.at nulls first, device.id
    limit ${most}`.execute(database.query);
  return rows;
}
