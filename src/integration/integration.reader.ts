import type { Database } from '../database/database.js';
import type { IntegrationRow } from '../database/tables/rows.js';

/** Returns the integrations of a tenant, ended ones included, oldest first. */
export function readIntegrations(database: Database, tenantId: string): Promise<IntegrationRow[]> {
  return database.query
    .selectFrom('connection')
    .selectAll()
    .where('tenantId', '=', tenantId)
    .orderBy('createdAt')
    .execute();
}
