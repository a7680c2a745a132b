import type { Database } from '../../database/database.js';
import { Loader, loaderOf, type RequestContext } from '../../graphql/context.js';
import { leftAmong } from '../../tenant/resting-clients.js';
import { readTenantSettings } from '../../tenant/tenant-settings.js';
import { type PortalOwner, portalOwnerOf } from './portal-owner.js';
import { isShownTo } from './portal-threat.js';

/**
 * What the viewer is bound to, if the MSP shows it to the people of its client and the client was neither archived nor merged, else null; read once
 * for all fields of a page. Whatever the portal shows is read of this, and of nothing wider.
 */
export async function loadShownOwner(context: RequestContext, database: Database): Promise<PortalOwner | null> {
  const { viewer } = context;
  const owner = portalOwnerOf(viewer);
  if (owner === null) return null;
  const loader = loaderOf<string, boolean>(context, 'shownClient', () => {
    return new Loader(async (clientIds) => {
      const settings = await readTenantSettings(database.query, viewer.tenantId);
      const left = await leftAmong(database.query, viewer.tenantId, clientIds);
      return clientIds.map((id) => isShownTo(id, settings) && !left.has(id));
    });
  });
  return (await loader.load(owner.clientId)) ? owner : null;
}
