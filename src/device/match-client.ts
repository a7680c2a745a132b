import { sql } from 'kysely';
import type { Database, Queries } from '../database/database.js';
import type { CoreAgent, OpsMerge } from '../opsmerge/opsmerge.js';
import { readTenantSettings } from '../tenant/tenant-settings.js';
import { decideMatches, type KeyedAgent, selectDecisions, selectMatchable } from './decide-matches.js';
import { hostKey } from './hostname.js';

/**
 * Reads a client's agents from core and matches its devices with them by host name. Only what changed is written.
 * Returns how many devices are matched.
 */
export async function matchClient(
  parts: { database: Database; opsMerge: OpsMerge },
  tenantId: string,
  clientId: string,
  signal: AbortSignal,
): Promise<number> {
  const agents: CoreAgent[] = [];
  for await (const page of parts.opsMerge.agents(tenantId, clientId, signal)) agents.push(...page);
  return parts.database.forTenant(tenantId, async (transaction) => {
    await storeAgents(transaction, tenantId, clientId, agents);
    return rematchClient(transaction, tenantId, clientId);
  });
}

/**
 * Matches the devices of a client with its stored agents, by what people have decided and by host name, without a word to
 * core. Returns how many devices are matched.
 */
export async function rematchClient(queries: Queries, tenantId: string, clientId: string): Promise<number> {
  const agents = await queries
    .selectFrom('agent')
    .select(['id', 'hostname', 'hostKey', 'macs'])
    .where('tenantId', '=', tenantId)
    .where('clientId', '=', clientId)
    .execute();
  return storeMatches(queries, tenantId, clientId, agents);
}

/**
 * Puts a client in order that a company has left: what stays is matched anew, and the agents of a client to which no company
 * is mapped any more are forgotten, since nobody reads them again.
 */
export async function settleClient(queries: Queries, tenantId: string, clientId: string): Promise<void> {
  await sql`
    delete from agent where tenant_id = ${tenantId} and client_id = ${clientId}
      and not exists (select from company where company.tenant_id = ${tenantId} and company.client_id = ${clientId})`.execute(
    queries,
  );
  await rematchClient(queries, tenantId, clientId);
}

async function storeAgents(queries: Queries, tenantId: string, clientId: string, agents: CoreAgent[]): Promise<void> {
  await sql`
    delete from agent where tenant_id = ${tenantId} and client_id = ${clientId}
      and id <> all(${agents.map(({ id }) => id)}::text[])`.execute(queries);
  await upsertAgents(queries, tenantId, clientId, agents);
}

/** Stores agents of a client beside those it has. */
export async function upsertAgents(
  queries: Queries,
  tenantId: string,
  clientId: string,
  agents: CoreAgent[],
): Promise<void> {
  const rows = agents.map((agent) => ({
    id: agent.id,
    hostname: agent.hostname,
    host_key: hostKey(agent.hostname, null),
    macs: agent.macAddresses,
    installed_at: agent.installedAt,
    last_seen_at: agent.lastSeenAt,
  }));
  await sql`
    insert into agent (tenant_id, id, client_id, hostname, host_key, macs, installed_at, last_seen_at)
    select ${tenantId}, id, ${clientId}, hostname, host_key, macs, installed_at, last_seen_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (
      id text, hostname text, host_key text, macs text[], installed_at timestamptz, last_seen_at timestamptz)
    on conflict (tenant_id, id) do update set
      client_id = excluded.client_id, hostname = excluded.hostname, host_key = excluded.host_key, macs = excluded.macs,
      installed_at = excluded.installed_at, last_seen_at = excluded.last_seen_at
      where (agent.client_id, agent.hostname, agent.macs) is distinct from (excluded.client_id, excluded.hostname, excluded.macs)
         or agent.last_seen_at is distinct from excluded.last_seen_at`.execute(queries);
}

async function storeMatches(
  queries: Queries,
  tenantId: string,
  clientId: string,
  agents: readonly KeyedAgent[],
): Promise<number> {
  const devices = await selectMatchable(queries, tenantId).where('device.clientId', '=', clientId).execute();
  const decisions = await selectDecisions(queries, tenantId).where('clientId', '=', clientId).execute();
  const { matchMode } = await readTenantSettings(queries, tenantId);
  const matches = decideMatches({ devices, agents, decisions, mode: matchMode });
  const rows = [...matches].map(([id, match]) => ({
    device_id: id,
    kind: match.kind,
    reason: match.reason,
    candidates: match.candidates,
    agent_id: match.agentId,
    twin_of: match.twinOf,
  }));
  const now = new Date();
  await sql`
    with changed as (
      select device.id, device.twin_of as was_twin_of, given.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (
        device_id uuid, kind text, reason text, candidates text[], agent_id text, twin_of uuid)
      join device on device.tenant_id = ${tenantId} and device.id = given.device_id
      where (device.match_kind, device.match_reason, device.match_candidates, device.agent_id, device.twin_of)
          is distinct from (given.kind, given.reason, given.candidates, given.agent_id, given.twin_of)),
    noticed as (
      insert into device_event (tenant_id, id, device_id, kind, at)
      select ${tenantId}, gen_random_uuid(), id, 'REPLACED', ${now} from changed
      where was_twin_of is null and twin_of is not null)
    update device set match_kind = changed.kind, match_reason = changed.reason, match_candidates = changed.candidates,
                      agent_id = changed.agent_id, twin_of = changed.twin_of
    from changed where device.tenant_id = ${tenantId} and device.id = changed.id`.execute(queries);
  const managed = new Set(devices.filter((device) => device.managed).map(({ id }) => id));
  return rows.filter((row) => row.agent_id !== null && managed.has(row.device_id)).length;
}
