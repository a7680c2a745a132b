import { sql } from 'kysely';
import type { MaintenanceStep } from '../../job/maintenance.js';

/** A merge is looked at again daily for as long as something may still arrive under the old id. */
const lookedAtFor = sql`interval '30 days'`;

/**
 * Asks core from now on also about clients of which only threats are left, and looks at recent merges once more: a run that was under way
 * when a client was merged may have written something for it. The clients of threats are found by one probe of an index for each.
 */
export const keepClients: MaintenanceStep = {
  name: 'keep clients',
  async run({ database, tenantId, now }) {
    await sql`
      with recursive owner as (
        (select client_id from threat where tenant_id = ${tenantId} order by client_id limit 1)
        union all
        select (select client_id from threat where tenant_id = ${tenantId} and client_id > owner.client_id
                order by client_id limit 1)
        from owner where owner.client_id is not null)
      insert into core_client (tenant_id, client_id, state, changed_at)
      select ${tenantId}, client_id, 'ACTIVE', ${now} from owner where client_id is not null
      on conflict (tenant_id, client_id) do nothing`.execute(database.query);
    // What moved before is in the audit.
    await sql`
      update client_merge set state = 'MOVING', moved = '{}'
      where tenant_id = ${tenantId} and state = 'DONE' and found_at > ${now}::timestamptz - ${lookedAtFor}`.execute(
      database.query,
    );
  },
};
