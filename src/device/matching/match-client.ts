import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import type { Database, Queries } from '../../database/database.js';
import { laterMatchKinds, storedValue } from '../../database/later-values.js';
import { hostKey } from '../../domain/hostname.js';
import type { MatchMode } from '../../domain/match-mode.js';
import type { CoreAgent, OpsMerge } from '../../opsmerge/opsmerge.js';
import { wasMerged } from '../../tenant/resting-clients.js';
import { readTenantSettings } from '../../tenant/tenant-settings.js';
import { splitReason } from './agents-elsewhere.js';
import type { Match } from './match-devices.js';
import {
  type KeyedAgent,
  matchWithOverrides,
  selectMatchable,
  selectOverrides,
  storedMatch,
} from './match-with-overrides.js';
import {
  agentsFingerprint,
  dropMatchingFingerprints,
  type KnownMatch,
  writeMatchingFingerprint,
} from './matching-fingerprint.js';

/**
 * Reads the agents of a client from core and matches its devices to them. Only changes are written. Returns the number of
 * matched devices; if `known` shows that neither agents nor devices have changed, nothing is matched.
 */
export async function matchClient(
  parts: { database: Database; opsMerge: OpsMerge },
  tenantId: string,
  clientId: string,
  { signal, mode, known }: { signal: AbortSignal; mode: MatchMode; known: KnownMatch | undefined },
): Promise<number | 'UNCHANGED'> {
  // By id: core's pages may shift while they are read and list an agent twice.
  const fromCore = new Map<string, CoreAgent>();
  for await (const page of parts.opsMerge.agents(tenantId, clientId, signal))
    for (const agent of page) fromCore.set(agent.id, agent);
  const fingerprint = agentsFingerprint([...fromCore.values()], mode);
  if (known?.fingerprint === fingerprint) return 'UNCHANGED';
  return parts.database.forTenant(tenantId, async (transaction) => {
    // Since they were read: the agents are the other client's by now.
    if (await wasMerged(transaction, tenantId, clientId)) return 0;
    const agents = await storeAgents(transaction, tenantId, clientId, [...fromCore.values()]);
    const matched = await storeMatches(transaction, tenantId, clientId, agents);
    await writeMatchingFingerprint(transaction, tenantId, clientId, { fingerprint, matched });
    return matched;
  });
}

/**
 * Matches the devices of a client to its stored agents, without calling core. Returns the number of matched devices.
 */
export async function rematchClient(queries: Queries, tenantId: string, clientId: string): Promise<number> {
  const matched = await storeMatches(queries, tenantId, clientId, await readAgents(queries, tenantId, clientId));
  await queries
    .updateTable('matchingFingerprint')
    .set({ matched })
    .where('tenantId', '=', tenantId)
    .where('clientId', '=', clientId)
    .where('matched', '<>', matched)
    .execute();
  return matched;
}

/**
 * Updates a client that a company was unmapped from: rematches the remaining devices, and deletes the agents if no company
 * is mapped to the client, since no sync reads them any longer.
 */
export async function settleClient(queries: Queries, tenantId: string, clientId: string): Promise<void> {
  await sql`
    delete from agent where tenant_id = ${tenantId} and client_id = ${clientId}
      and not exists (select from company where company.tenant_id = ${tenantId} and company.client_id = ${clientId})`.execute(
    queries,
  );
  await dropMatchingFingerprints(queries, tenantId, [clientId]);
  await rematchClient(queries, tenantId, clientId);
}

/** The ids of the clients whose devices have changed since they were last matched. */
export async function clientsToMatch(queries: Queries, tenantId: string): Promise<string[]> {
  const rows = await queries.selectFrom('clientToMatch').select('clientId').where('tenantId', '=', tenantId).execute();
  return rows.map(({ clientId }) => clientId);
}

/** An agent as it is stored. */
interface StoredAgent extends KeyedAgent {
  siteId: string | null;
  siteName: string | null;
}

const siteOf = ({ site }: Pick<CoreAgent, 'site'>) => ({ siteId: site?.id ?? null, siteName: site?.name ?? null });

function readAgents(queries: Queries, tenantId: string, clientId: string): Promise<StoredAgent[]> {
  return queries
    .selectFrom('agent')
    .select(['id', 'hostname', 'hostKey', 'macs', 'siteId', 'siteName'])
    .where('tenantId', '=', tenantId)
    .where('clientId', '=', clientId)
    .execute();
}

/** Replaces the stored agents of a client with those of core, and returns them. */
async function storeAgents(
  queries: Queries,
  tenantId: string,
  clientId: string,
  fromCore: readonly CoreAgent[],
): Promise<StoredAgent[]> {
  const stored = new Map((await readAgents(queries, tenantId, clientId)).map((agent) => [agent.id, agent]));
  const agents = fromCore.map(({ id, hostname, macAddresses: macs, site }) => {
    const known = stored.get(id);
    // The key is compared too: an earlier version may have stored another one.
    const agent = { id, hostname, hostKey: hostKey(hostname), macs, ...siteOf({ site }) };
    return known && isDeepStrictEqual(known, agent) ? known : agent;
  });
  const changed = agents.filter((agent) => agent !== stored.get(agent.id));
  for (const { id } of agents) stored.delete(id);
  if (stored.size > 0)
    await sql`
      delete from agent where tenant_id = ${tenantId} and client_id = ${clientId}
        and id = any(${[...stored.keys()]}::text[])`.execute(queries);
  await writeAgents(queries, tenantId, clientId, changed);
  return agents;
}

/** Adds an agent to those stored for its client; a client that it has left is rematched without it. */
export async function addAgent(
  queries: Queries,
  tenantId: string,
  { id, clientId, hostname, macAddresses: macs, site }: CoreAgent,
): Promise<void> {
  await dropMatchingFingerprints(queries, tenantId, [clientId]);
  await writeAgents(queries, tenantId, clientId, [
    { id, hostname, hostKey: hostKey(hostname), macs, ...siteOf({ site }) },
  ]);
}

/** Writes agents of a client. Matches never cross clients, so the clients that some of them have left are rematched. */
async function writeAgents(
  queries: Queries,
  tenantId: string,
  clientId: string,
  agents: readonly StoredAgent[],
): Promise<void> {
  if (agents.length === 0) return;
  const { rows: left } = await sql<{ clientId: string }>`
    select distinct client_id from agent
    where tenant_id = ${tenantId} and id = any(${agents.map(({ id }) => id)}::text[]) and client_id <> ${clientId}
    order by client_id`.execute(queries);
  await sql`
    insert into agent (tenant_id, id, client_id, hostname, host_key, macs, site_id, site_name)
    select ${tenantId}, id, ${clientId}, hostname, "hostKey", macs, "siteId", "siteName"
    from jsonb_to_recordset(${JSON.stringify(agents)}::jsonb) as given (
      id text, hostname text, "hostKey" text, macs text[], "siteId" text, "siteName" text)
    on conflict (tenant_id, id) do update set
      client_id = excluded.client_id, hostname = excluded.hostname, host_key = excluded.host_key, macs = excluded.macs,
      site_id = excluded.site_id, site_name = excluded.site_name`.execute(queries);
  for (const former of left) {
    await dropMatchingFingerprints(queries, tenantId, [former.clientId]);
    await rematchClient(queries, tenantId, former.clientId);
  }
}

async function storeMatches(
  queries: Queries,
  tenantId: string,
  clientId: string,
  agents: readonly KeyedAgent[],
): Promise<number> {
  const devices = await selectMatchable(queries, tenantId).where('device.clientId', '=', clientId).execute();
  const overrides = await selectOverrides(queries, tenantId).where('clientId', '=', clientId).execute();
  const { matchMode } = await readTenantSettings(queries, tenantId);
  const matches = matchWithOverrides({ devices, agents, overrides, mode: matchMode });
  const changed = devices.flatMap((device) => {
    const match = matches.get(device.id);
    const stored = storedMatch(device);
    // Which other clients have an agent of its name is added afterwards, with what core says.
    const known = { ...stored, reason: splitReason(stored.reason).base };
    return match && !isDeepStrictEqual(match, known) ? [{ deviceId: device.id, ...match }] : [];
  });
  if (changed.length > 0) await writeMatches(queries, tenantId, changed);
  await queries.deleteFrom('clientToMatch').where('tenantId', '=', tenantId).where('clientId', '=', clientId).execute();
  return devices.filter(({ id, managed }) => managed && matches.get(id)?.agentId != null).length;
}

/** Writes changed matches, and records an event for each device that another one now represents. */
async function writeMatches(
  queries: Queries,
  tenantId: string,
  matches: readonly (Match & { deviceId: string })[],
): Promise<void> {
  const rows = matches.map(({ kind, ...match }) => {
    const { column, beside } = storedValue(laterMatchKinds, kind);
    return { ...match, kind: column, basis: beside };
  });
  await sql`
    with changed as (
      select device.id, device.twin_of as was_twin_of, given.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (
        "deviceId" uuid, kind text, basis text, reason text, candidates text[], "agentId" text, "twinOf" uuid)
      join device on device.tenant_id = ${tenantId} and device.id = given."deviceId"),
    noticed as (
      insert into device_event (tenant_id, id, device_id, kind, at)
      select ${tenantId}, gen_random_uuid(), id, 'REPLACED', ${new Date()} from changed
      where was_twin_of is null and "twinOf" is not null)
    update device set match_kind = changed.kind, match_basis = changed.basis, match_reason = changed.reason, match_candidates = changed.candidates,
                      agent_id = changed."agentId", twin_of = changed."twinOf"
    from changed where device.tenant_id = ${tenantId} and device.id = changed.id`.execute(queries);
}
