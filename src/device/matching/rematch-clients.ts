import { sql } from 'kysely';
import type { JobWork } from '../../job/run-job.js';
import { rematchClient } from './match-client.js';

/**
 * The job after a change of the match mode: rematches every client that has devices, one at a time, to the agents of its
 * last sync. A restart writes nothing for clients that are done. Syncs in the meantime use the new mode already.
 */
export const rematchClients: JobWork = async ({ database, tenantId, signal, report }) => {
  const { rows } = await sql<{ clientId: string }>`
    select distinct client_id from device where tenant_id = ${tenantId} and client_id is not null
    order by client_id`.execute(database.query);
  await report(0, rows.length);
  for (const [index, { clientId }] of rows.entries()) {
    signal.throwIfAborted();
    await database.forTenant(tenantId, (transaction) => rematchClient(transaction, tenantId, clientId));
    await report(index + 1, rows.length);
  }
};
