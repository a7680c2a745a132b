import { type RawBuilder, sql } from 'kysely';
import type { Queries } from '../database/database.js';

/**
 * SQL of whether the client of a row rests: core says that it is archived. Its companies are not polled, and no alert of it acts. `table` has
 * the columns `tenant_id` and `client_id`.
 */
export const clientRests = (table: string): RawBuilder<boolean> => sql<boolean>`exists (
  select from core_client where core_client.tenant_id = ${sql.ref(`${table}.tenant_id`)}
    and core_client.client_id = ${sql.ref(`${table}.client_id`)} and core_client.state = 'ARCHIVED')`;

/** Those of these clients that rest. */
export async function restingAmong(
  queries: Queries,
  tenantId: string,
  clientIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (clientIds.length === 0) return new Set();
  const rows = await queries
    .selectFrom('coreClient')
    .select('clientId')
    .where('tenantId', '=', tenantId)
    .where('clientId', 'in', [...clientIds])
    .where('state', '=', 'ARCHIVED')
    .execute();
  return new Set(rows.map(({ clientId }) => clientId));
}

/** SQL of whether what was a client's own belongs to another one since a merge, or is about to. */
const isMerged = (tenantId: string, clientId: string) => sql<boolean>`exists (
  select from client_merge where tenant_id = ${tenantId} and client_id = ${clientId} and state <> 'WAITING')`;

/** Whether a client was merged into another. */
export async function wasMerged(queries: Queries, tenantId: string, clientId: string): Promise<boolean> {
  const { rows } = await sql<{ merged: boolean }>`select ${isMerged(tenantId, clientId)} as merged`.execute(queries);
  return rows[0]?.merged ?? false;
}

/** Whether a client is archived or was merged into another: what its people were given shows nothing any longer. */
export async function hasLeft(queries: Queries, tenantId: string, clientId: string): Promise<boolean> {
  const { rows } = await sql<{ left: boolean }>`
    select ${isMerged(tenantId, clientId)} or exists (
      select from core_client where tenant_id = ${tenantId} and client_id = ${clientId} and state = 'ARCHIVED') as left`.execute(
    queries,
  );
  return rows[0]?.left ?? false;
}
