import { sql } from 'kysely';
import type { Move } from './move.js';

/** Tables of which a client has one row at most: what the other client has stays, what it lacks comes. */

/** The expectations that people set for the other client stay; one without any gets those of the merged client. */
export const moveExpectations: Move = async (transaction, { tenantId, from, into }) => {
  const { numAffectedRows } = await sql`
    with gone as (
      delete from expectation where tenant_id = ${tenantId} and client_id = ${from} returning *)
    insert into expectation (tenant_id, client_id, policies, modules, not_seen_days, changed_at)
    select tenant_id, ${into}, policies, modules, not_seen_days, changed_at from gone
    on conflict (tenant_id, client_id) do nothing`.execute(transaction);
  return Number(numAffectedRows ?? 0n);
};

/** Looked at when either was looked at last. */
export const moveWatches: Move = async (transaction, { tenantId, from, into }) => {
  const { numAffectedRows } = await sql`
    with gone as (
      delete from client_watch where tenant_id = ${tenantId} and client_id = ${from} returning watched_at)
    insert into client_watch (tenant_id, client_id, watched_at) select ${tenantId}, ${into}, watched_at from gone
    on conflict (tenant_id, client_id) do update set watched_at = greatest(client_watch.watched_at, excluded.watched_at)`.execute(
    transaction,
  );
  return Number(numAffectedRows ?? 0n);
};

/** Both are matched as one client. */
export const moveMatchRequests: Move = async (transaction, { tenantId, from, into }) => {
  const { numAffectedRows } = await sql`
    with gone as (
      delete from client_to_match where tenant_id = ${tenantId} and client_id = ${from} returning tenant_id)
    insert into client_to_match (tenant_id, client_id) select tenant_id, ${into} from gone
    on conflict (tenant_id, client_id) do nothing`.execute(transaction);
  return Number(numAffectedRows ?? 0n);
};

/** What the devices of either were matched to is no longer all there is. */
export const dropMatching: Move = async (transaction, { tenantId, from, into }) => {
  const { rows } = await sql`
    delete from matching_fingerprint where tenant_id = ${tenantId} and client_id = ${from} returning client_id`.execute(
    transaction,
  );
  if (rows.length > 0)
    await sql`delete from matching_fingerprint where tenant_id = ${tenantId} and client_id = ${into}`.execute(
      transaction,
    );
  return rows.length;
};
