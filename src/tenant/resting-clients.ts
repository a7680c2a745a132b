import { type RawBuilder, sql } from 'kysely';
import type { Queries } from '../database/database.js';

/**
 * SQL of whether the client of a row rests: core says that it is archived. Its companies are not polled, and no alert of it acts. `table` has
 * the columns `tenant_id` and `client_id`.
 */
export const clientRests = (table: string): RawBuilder<boolean> => sql<boolean>`exists (
  select from core_client where core_client.tenant_id = ${sql.ref(`${table}.tenant_id`)}
    and core_client.client_id = ${sql.ref(`${table}.client_id`)} and core_client.state = 'ARCHIVED')`;

/** Whether what was a client's own belongs to another one since a merge, or is about to. */
export async function wasMerged(queries: Queries, tenantId: string, clientId: string): Promise<boolean> {
  const { rows } = await sql<{ merged: boolean }>`
    select exists (select from client_merge where tenant_id = ${tenantId} and client_id = ${clientId}
      and state <> 'WAITING') as merged`.execute(queries);
  return rows[0]?.merged ?? false;
}

/** Those of these clients that are archived or were merged into another: what their people were given shows nothing any longer. */
export async function leftAmong(
  queries: Queries,
  tenantId: string,
  clientIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ clientId: string }>`
    select client_id from core_client
    where tenant_id = ${tenantId} and client_id = any(${[...clientIds]}::text[]) and state = 'ARCHIVED'
    union select client_id from client_merge
    where tenant_id = ${tenantId} and client_id = any(${[...clientIds]}::text[]) and state <> 'WAITING'`.execute(
    queries,
  );
  return new Set(rows.map(({ clientId }) => clientId));
}

/** The same of one client. */
export const hasLeft = async (queries: Queries, tenantId: string, clientId: string): Promise<boolean> =>
  (await leftAmong(queries, tenantId, [clientId])).has(clientId);
