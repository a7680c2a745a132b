import { type RawBuilder, sql } from 'kysely';
import type { Queries } from '../database/database.js';

/**
 * SQL of the clients for which what names a client is valid, as a table with a `client_id`: while one client is merged into another they are
 * one, whichever rows have moved so far. One row without a client for what names none.
 */
export function validFor(tenantId: string, clientId: RawBuilder<unknown>): RawBuilder<unknown> {
  const moving = sql`client_merge as moving where moving.tenant_id = ${tenantId} and moving.state = 'MOVING'`;
  const target = sql`coalesce((select moving.into_client_id from ${moving} and moving.client_id = ${clientId}), ${clientId})`;
  return sql`
    select ${clientId} as client_id union select ${target}
    union select moving.client_id from ${moving} and moving.into_client_id = ${target}`;
}

/** SQL of the client that core has now: that into which one was merged, else itself. What is sent to core must name it, before its rows have moved too. */
export const clientInCore = (tenantId: string, clientId: RawBuilder<unknown>): RawBuilder<string | null> => sql`
  coalesce((select merged.into_client_id from client_merge as merged
    where merged.tenant_id = ${tenantId} and merged.client_id = ${clientId}), ${clientId})`;

/** Those of these clients of which what is stored says nothing now: they rest, or are merged, and their data are on their way. */
export async function unsettledAmong(
  queries: Queries,
  tenantId: string,
  clientIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ clientId: string }>`
    select client_id from core_client
    where tenant_id = ${tenantId} and client_id = any(${[...clientIds]}::text[]) and state = 'ARCHIVED'
    union select merging.client_id from client_merge
    cross join lateral (values (client_merge.client_id), (client_merge.into_client_id)) as merging (client_id)
    where client_merge.tenant_id = ${tenantId} and client_merge.state = 'MOVING'
      and merging.client_id = any(${[...clientIds]}::text[])`.execute(queries);
  return new Set(rows.map(({ clientId }) => clientId));
}
