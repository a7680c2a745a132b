import type { Database } from '../../database/database.js';
import { Loader, loaderOf, type RequestContext } from '../../graphql/context.js';
import { restingAmong } from '../../tenant/resting-clients.js';
import { readTenantSettings } from '../../tenant/tenant-settings.js';
import { isShownTo } from './portal-threat.js';

/** The viewer's client, if the MSP shows its threats and the client is not archived, else null; read once for all fields of a page. */
export async function loadShownClient(context: RequestContext, database: Database): Promise<string | null> {
  const { tenantId, clientId } = context.viewer;
  if (clientId === null) return null;
  const loader = loaderOf<string, string | null>(context, 'shownClient', () => {
    return new Loader(async (clientIds) => {
      const settings = await readTenantSettings(database.query, tenantId);
      const resting = await restingAmong(database.query, tenantId, clientIds);
      return clientIds.map((id) => (isShownTo(id, settings) && !resting.has(id) ? id : null));
    });
  });
  return loader.load(clientId);
}
