import type { Database } from '../../database/database.js';
import { Loader, loaderOf, type RequestContext } from '../../graphql/context.js';
import { readTenantSettings } from '../../tenant/tenant-settings.js';
import { isShownTo } from './portal-threat.js';

/** The viewer's client, if the MSP shows its threats, else null; read once for all fields of a page. */
export async function loadShownClient(context: RequestContext, database: Database): Promise<string | null> {
  const { tenantId, clientId } = context.viewer;
  if (clientId === null) return null;
  const loader = loaderOf<string, string | null>(context, 'shownClient', () => {
    return new Loader(async (clientIds) => {
      const settings = await readTenantSettings(database.query, tenantId);
      return clientIds.map((id) => (isShownTo(id, settings) ? id : null));
    });
  });
  return loader.load(clientId);
}
