import type { Database } from '../database/database.js';
import type { ConnectionRow } from '../database/tables/rows.js';

/** Returns the connections of a tenant, ended ones included, oldest first. */
export function readConnections(database: Database, tenantId: string): Promise<ConnectionRow[]> {
  return database.query
    .selectFrom('connection')
    .selectAll()
    .where('tenantId', '=', tenantId)
    .orderBy('createdAt')
    .execute();
}
