import { companyOf } from '../company/company.mapper.js';
import type { Database } from '../database/database.js';
import type { ClientState } from '../opsmerge/client-state.js';
import type { BitdefenderClient } from './client.type.js';

/** Returns the BD data of each client, in the order of `clientIds`; null for a client with no mapped company. */
export async function readClients(
  database: Database,
  tenantId: string,
  clientIds: readonly string[],
): Promise<(BitdefenderClient | null)[]> {
  const rows = await database.query
    .selectFrom('company')
    .leftJoin('coreClient', (join) =>
      join.onRef('coreClient.tenantId', '=', 'company.tenantId').onRef('coreClient.clientId', '=', 'company.clientId'),
    )
    .selectAll('company')
    .select('coreClient.state as clientState')
    .where('company.tenantId', '=', tenantId)
    .where('company.clientId', 'in', [...clientIds])
    .orderBy('company.name')
    .execute();
  return clientIds.map((clientId) => {
    const companies = rows.filter((row) => row.clientId === clientId);
    if (companies.length === 0) return null;
    const times = companies.map(({ lastSyncedAt }) => lastSyncedAt);
    const earliest = times.includes(null) ? null : new Date(Math.min(...times.map((time) => time?.getTime() ?? 0)));
    const syncing = companies.some(({ nextSyncAt }) => nextSyncAt !== null);
    const state = (companies[0]?.clientState ?? 'ACTIVE') as ClientState;
    return { clientId, state, companies: companies.map(companyOf), lastSyncedAt: earliest, syncing };
  });
}
