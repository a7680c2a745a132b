import { sql } from 'kysely';
import type { Database } from '../../database/database.js';
import type { Jobs } from '../../queue/ports.js';
import { clientRests } from '../../tenant/resting-clients.js';
import { changeLifecycles, readLifecycles } from './alert-changes.js';
import { reopened } from './alert-state.js';

/** Woken in one transaction: the tenant's lock is held for as long as it takes. */
const batch = 500;

/**
 * Reopens snoozed alerts whose time has come. What is due is in the database, so any replica may do it at any time, and a
 * missed tick loses nothing. Those of a client that rests wait until it no longer does. Returns how many were woken.
 */
export async function reopenSnoozedAlerts(
  { database, jobs }: { database: Database; jobs: Jobs },
  now: Date,
): Promise<number> {
  const due = await sql<{ tenantId: string }>`
    select distinct tenant_id from alert
    where snoozed_until <= ${now} and state = 'SNOOZED' and not ${clientRests('alert')}`.execute(database.query);
  let woken = 0;
  for (const { tenantId } of due.rows)
    for (let found = batch; found === batch; ) {
      found = await database.forTenant(tenantId, async (transaction) => {
        const { rows } = await sql<{ id: string }>`
          select id from alert where tenant_id = ${tenantId} and snoozed_until <= ${now} and state = 'SNOOZED'
            and not ${clientRests('alert')}
          order by snoozed_until, id limit ${batch}`.execute(transaction);
        const alerts = await readLifecycles(
          transaction,
          tenantId,
          'id',
          rows.map(({ id }) => id),
        );
        const decided = alerts.map((before) => ({ before, after: reopened(before) }));
        await changeLifecycles(transaction, tenantId, decided, { actor: 'opsmerge', jobs, now });
        return rows.length;
      });
      woken += found;
    }
  return woken;
}
