import { sql } from 'kysely';
import type { Database } from '../database/database.js';
import type { ClientSite } from './client.type.js';

/** Sites of one client that are listed. */
const mostSites = 100;

/** Returns the sites of each client at which it has agents, by name, in the order of `clientIds`; one statement for all. */
export async function readSites(
  { read }: Pick<Database, 'read'>,
  tenantId: string,
  clientIds: readonly string[],
): Promise<ClientSite[][]> {
  const { rows } = await sql<ClientSite & { clientId: string }>`
    select client_id, site_id as id, max(site_name) as name, count(*)::int as agents from agent
    where tenant_id = ${tenantId} and client_id = any(${[...clientIds]}::text[]) and site_id is not null
    group by client_id, site_id order by name, site_id`.execute(read);
  const byClient = Map.groupBy(rows, ({ clientId }) => clientId);
  return clientIds.map((clientId) => (byClient.get(clientId) ?? []).slice(0, mostSites));
}

/** Returns the sites of the tenant at which there are agents, for each of `siteIds` in their order, null for others; one statement for all. */
export async function readSitesById(
  { read }: Pick<Database, 'read'>,
  tenantId: string,
  siteIds: readonly string[],
): Promise<(ClientSite | null)[]> {
  const { rows } = await sql<ClientSite>`
    select site_id as id, max(site_name) as name, count(*)::int as agents from agent
    where tenant_id = ${tenantId} and site_id = any(${[...siteIds]}::text[]) group by site_id`.execute(read);
  const byId = new Map(rows.map((site) => [site.id, site]));
  return siteIds.map((id) => byId.get(id) ?? null);
}
