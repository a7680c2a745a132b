import { sql } from 'kysely';
import type { JobWork } from '../../job/run-job.js';
import { rematchClient } from './match-client.js';

/**
 * The job after a change of the match mode: matches every client that has devices anew, one at a time, with the agents of
 * its last sync. Begun again, it finds what it matched unchanged. A sync meanwhile matches by the new mode anyway.
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
