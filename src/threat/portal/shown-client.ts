import type { Database } from '../../database/database.js';
import { Loader, loaderOf, type RequestContext } from '../../graphql/context.js';
import { leftAmong } from '../../tenant/resting-clients.js';
import { readTenantSettings } from '../../tenant/tenant-settings.js';
import { isShownTo } from './portal-threat.js';

/** The viewer's client, if the MSP shows its threats and the client was neither archived nor merged, else null; read once for all fields of a page. */
export async function loadShownClient(context: RequestContext, database: Database): Promise<string | null> {
  const { tenantId, clientId } = context.viewer;
  if (clientId === null) return null;
  const loader = loaderOf<string, string | null>(context, 'shownClient', () => {
    return new Loader(async (clientIds) => {
      const settings = await readTenantSettings(database.query, tenantId);
      const left = await leftAmong(database.query, tenantId, clientIds);
      return clientIds.map((id) => (isShownTo(id, settings) && !left.has(id) ? id : null));
    });
  });
  return loader.load(clientId);
}
