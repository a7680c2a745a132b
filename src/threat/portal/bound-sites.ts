import { sql } from 'kysely';
import type { Database } from '../../database/database.js';
import type { PortalSite } from './portal.type.js';
import type { PortalOwner } from './portal-owner.js';

/** The sites that somebody is bound to, by name, also those at which no agent is known; null for the whole client, without a statement. */
export async function readBoundSites(
  { read }: Pick<Database, 'read'>,
  tenantId: string,
  owner: PortalOwner,
): Promise<PortalSite[] | null> {
  if (owner.kind !== 'SITES') return null;
  const { rows } = await sql<{ id: string; name: string | null }>`
    select site_id as id, max(site_name) as name from agent
    where tenant_id = ${tenantId} and client_id = ${owner.clientId} and site_id = any(${[...owner.siteIds]}::text[])
    group by site_id`.execute(read);
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  return inOrder(owner.siteIds.map((id) => ({ id, name: names.get(id) ?? null })));
}

/** By name, those without one last, and by id where names are the same. */
const inOrder = (sites: readonly PortalSite[]): PortalSite[] => {
  const keyOf = ({ id, name }: PortalSite) => `${name === null ? 1 : 0}${name ?? ''}\0${id}`;
  return sites.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
};
