import { hash } from 'node:crypto';
import { sql } from 'kysely';
import type { Queries } from '../../database/database.js';
import type { MatchMode } from '../../domain/match-mode.js';
import type { CoreAgent } from '../../opsmerge/opsmerge.js';
import { compareAgainAt, isRelied } from '../inventory/fingerprint.js';
import { compareText } from './twins.js';

/**
 * The digest of how a table of machines is matched (`test/unit/device/matching/matching-version.test.ts`), so that a release
 * that matches differently matches every client again. The test fails, and gives the new one, when a decision changes.
 */
export const matchingVersion = 'BA0J_L35EKt94l3qSTTm0Vvn_kFlCCmirojPJ04Vbjw';

/** The agents that a client was last matched to, while neither they nor its devices have changed. */
export interface KnownMatch {
  /** See `agentsFingerprint`. */
  fingerprint: string;
  /** How many devices have an agent. */
  matched: number;
}

/** The digest of the agents of a client as core returns them, in any order, and of how they are matched. */
export function agentsFingerprint(agents: readonly CoreAgent[], mode: MatchMode): string {
  const facts = agents
    .toSorted((a, b) => compareText(a.id, b.id))
    .map(({ id, hostname, macAddresses, site }) => [id, hostname, macAddresses, ...(site ? [site.id, site.name] : [])]);
  return hash('sha256', JSON.stringify([matchingVersion, mode, facts]), 'base64url');
}

/** Of these clients, those whose devices have not changed since they were matched, and need not be compared again yet. */
export async function readKnownMatches(
  queries: Queries,
  tenantId: string,
  clientIds: readonly string[],
  now: Date,
): Promise<Map<string, KnownMatch>> {
  const { rows } = await sql<KnownMatch & { clientId: string; compareAt: Date }>`
    select client_id, fingerprint, matched, compare_at from matching_fingerprint as stored
    where tenant_id = ${tenantId} and client_id = any(${clientIds}::text[])
      and not exists (select from client_to_match
        where client_to_match.tenant_id = stored.tenant_id and client_to_match.client_id = stored.client_id)`.execute(
    queries,
  );
  const relied = rows.filter(({ compareAt }) => isRelied(compareAt, now));
  return new Map(relied.map(({ clientId, fingerprint, matched }) => [clientId, { fingerprint, matched }]));
}

/** Records to which agents a client was matched, in the transaction that stores the matches. */
export async function writeMatchingFingerprint(
  queries: Queries,
  tenantId: string,
  clientId: string,
  { fingerprint, matched }: KnownMatch,
): Promise<void> {
  const values = { fingerprint, matched, compareAt: compareAgainAt(new Date()) };
  await queries
    .insertInto('matchingFingerprint')
    .values({ tenantId, clientId, ...values })
    .onConflict((conflict) => conflict.columns(['tenantId', 'clientId']).doUpdateSet(values))
    .execute();
}

/** Makes the next sync match these clients again, since their stored agents or keys were changed by something else than a sync. */
export async function dropMatchingFingerprints(
  queries: Queries,
  tenantId: string,
  clientIds: readonly string[] | 'ALL',
): Promise<void> {
  const all = queries.deleteFrom('matchingFingerprint').where('tenantId', '=', tenantId);
  await (clientIds === 'ALL' ? all : all.where('clientId', '=', sql<string>`any(${clientIds}::text[])`)).execute();
}
