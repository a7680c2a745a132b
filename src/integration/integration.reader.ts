import type { Database } from '../database/database.js';
import type { IntegrationRow } from '../database/tables/rows.js';
import { uuidOrNone } from '../database/uuid.js';
import { Loader, loaderOf, type RequestContext } from '../graphql/context.js';
import { integrationOf } from './integration.mapper.js';
import type { Integration } from './integration.type.js';

/** Returns the integrations of a tenant, ended ones included, oldest first. */
export function readIntegrations(database: Database, tenantId: string): Promise<IntegrationRow[]> {
  return database.query
    .selectFrom('connection')
    .selectAll()
    .where('tenantId', '=', tenantId)
    .orderBy('createdAt')
    .execute();
}

/** An integration by its id, batched with the others of the request; null if the viewer's tenant has none of this id. */
export function loadIntegration(context: RequestContext, database: Database, id: string): Promise<Integration | null> {
  const { tenantId } = context.viewer;
  const loader = loaderOf<string, Integration | null>(context, 'integration', () => {
    return new Loader(async (ids) => {
      const rows = await database.query
        .selectFrom('connection')
        .selectAll()
        .where('tenantId', '=', tenantId)
        .where('id', 'in', ids.map(uuidOrNone))
        .execute();
      const byId = new Map(rows.map((row) => [row.id, integrationOf(row)]));
      return ids.map((wanted) => byId.get(wanted) ?? null);
    });
  });
  return loader.load(id);
}
