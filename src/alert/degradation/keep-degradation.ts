import { sql } from 'kysely';
import type { MaintenanceStep } from '../../job/maintenance.js';
import type { Jobs } from '../../queue/ports.js';
import { checkDegradation } from './check-degradation.js';

/** Clients that had machines this recently are looked at, also those that have none left. */
const lookBack = sql`interval '7 days'`;
/** Clients that are looked at in one transaction. */
const atOnce = 50;

/**
 * Looks daily at every client, including those that were not synced: one that was unmapped has no machines left, and one whose licence ends may
 * have none yet.
 */
export const keepDegradation = (jobs: Jobs): MaintenanceStep => ({
  name: 'check protection',
  async run({ database, tenantId, now, signal }) {
    const { rows } = await sql<{ clientId: string }>`
      select client_id from coverage_day where tenant_id = ${tenantId} and day > (${now}::timestamptz - ${lookBack})::date
      union select client_id from company where tenant_id = ${tenantId} and client_id is not null
      order by client_id`.execute(database.query);
    const clientIds = rows.map(({ clientId }) => clientId);
    for (let from = 0; from < clientIds.length; from += atOnce) {
      signal.throwIfAborted();
      await database.forTenant(tenantId, (transaction) =>
        checkDegradation(transaction, { tenantId, jobs, now }, clientIds.slice(from, from + atOnce)),
      );
    }
  },
});
