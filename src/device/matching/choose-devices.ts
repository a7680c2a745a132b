import { sql } from 'kysely';
import type { Queries } from '../../database/database.js';
import { hostKey, netbiosKey } from '../../domain/hostname.js';
import { keptByNetbios } from '../../domain/hostname.sql.js';
import type { MatchMode } from '../../domain/match-mode.js';
import { readTenantSettings } from '../../tenant/tenant-settings.js';
import { agentsOfToday, type NamedAgent } from './agents-of-today.js';
import { decideMatches, selectDecisions, selectMatchable } from './decide-matches.js';
import type { Match } from './match-devices.js';

/** The device on an agent's machine. */
export interface ChosenDevice {
  id: string;
  /** How they come together, where that is not what is stored of the device. */
  match: Match | null;
}

/**
 * The device on each agent's machine, or null, in the order given: what is stored for an agent that matching has met, and
 * for others what matching would say now, so that the badge of an agent that was just installed or has re-registered is
 * the one its next sync gives it. As many statements for many agents as for one.
 */
export async function chooseDevices(
  queries: Queries,
  tenantId: string,
  asked: readonly NamedAgent[],
): Promise<(ChosenDevice | null)[]> {
  const met = await readMet(queries, tenantId, asked);
  const unmet = asked.filter((_, place) => met[place] === undefined);
  const chosen =
    unmet.length === 0
      ? new Map<string, ChosenDevice>()
      : await matchUnmet(queries, tenantId, unmet, new Set(asked.map(({ id }) => id)));
  return asked.map(({ id }, place) => {
    const stored = met[place];
    if (stored === undefined) return chosen.get(id) ?? null;
    return stored === null ? null : { id: stored, match: null };
  });
}

/**
 * The stored device of each agent, or null; undefined for one that matching has not met in this client, or met without a
 * device under another name.
 */
async function readMet(
  queries: Queries,
  tenantId: string,
  asked: readonly NamedAgent[],
): Promise<(string | null | undefined)[]> {
  const { rows } = await sql<{ place: number; deviceId: string | null }>`
    select given.place::int, device.id as device_id
    from unnest(${asked.map(({ id }) => id)}::text[], ${asked.map(({ clientId }) => clientId)}::text[],
                ${asked.map(({ hostname }) => hostname)}::text[]) with ordinality as given (id, client_id, hostname, place)
    join agent on agent.tenant_id = ${tenantId} and agent.id = given.id and agent.client_id = given.client_id
    left join device on device.tenant_id = agent.tenant_id and device.agent_id = agent.id
      and device.client_id = agent.client_id and device.twin_of is null and device.managed
    where device.id is not null or agent.hostname = given.hostname`.execute(queries);
  const found = new Map(rows.map(({ place, deviceId }) => [place, deviceId]));
  return asked.map((_, index) => found.get(index + 1));
}

/** The devices of agents that matching has not met, by the agent's id. What is matched with another agent stays its. */
async function matchUnmet(
  queries: Queries,
  tenantId: string,
  unmet: readonly NamedAgent[],
  askedIds: ReadonlySet<string>,
): Promise<Map<string, ChosenDevice>> {
  const { matchMode } = await readTenantSettings(queries, tenantId);
  const { devices, agents, decisions } = await readNeighbours(queries, tenantId, unmet, matchMode);
  const chosen = new Map<string, ChosenDevice>();
  for (const [clientId, fresh] of Map.groupBy(unmet, (agent) => agent.clientId)) {
    const ofClient = devices.filter((device) => device.clientId === clientId);
    const stored = agents.filter((agent) => agent.clientId === clientId);
    const today = agentsOfToday(stored, fresh, askedIds, matchMode);
    const matches = decideMatches({
      devices: ofClient,
      agents: today.agents,
      decisions: decisions.filter((decision) => decision.clientId === clientId),
      mode: matchMode,
    });
    for (const { id, managed, agentId } of ofClient) {
      const match = matches.get(id);
      if (!match?.agentId || match.twinOf !== null || !managed) continue;
      const free = agentId === null || agentId === match.agentId || agentId === today.formerIds.get(match.agentId);
      if (free) chosen.set(match.agentId, { id, match });
    }
  }
  return chosen;
}

/**
 * What can decide the matches of these agents: devices and agents that share a name with them on any rung, and those that
 * people have decided on, with all that go by their names. Matching the rest of the client cannot change what comes of
 * them. Names are looked up by the part that NetBIOS keeps, which all rungs share; in STRICT mode devices go by the whole
 * name, for which the client's are searched.
 */
async function readNeighbours(queries: Queries, tenantId: string, unmet: readonly NamedAgent[], mode: MatchMode) {
  const clientIds = [...new Set(unmet.map(({ clientId }) => clientId))];
  const keptOf = ({ hostname }: NamedAgent) => netbiosKey(hostKey(hostname));
  const kept = (column: string) => keptByNetbios(sql.ref(column));
  const groupOf = (table: string) => (mode === 'STRICT' ? sql.ref(`${table}.name`) : kept(`${table}.host_key`));
  const pairs = (nameOf: (agent: NamedAgent) => string) => {
    const named = unmet.filter((agent) => nameOf(agent) !== '');
    return sql`select * from unnest(${named.map(({ clientId }) => clientId)}::text[], ${named.map(nameOf)}::text[])`;
  };
  const ofClients = sql`decision.tenant_id = ${tenantId} and decision.client_id = any(${clientIds}::text[])`;

  const decisions = await selectDecisions(queries, tenantId).where('clientId', 'in', clientIds).execute();
  const devices = await selectMatchable(queries, tenantId)
    .where(
      sql<boolean>`(device.client_id, ${groupOf('device')}) in (
        ${pairs(mode === 'STRICT' ? ({ hostname }) => hostname.trim() : keptOf)}
        union
        select decided.client_id, ${groupOf('decided')} from match_decision as decision
        join device as decided on decided.tenant_id = decision.tenant_id and decided.client_id = decision.client_id
          and (decided.id = decision.device_id or (decided.client_id = decision.client_id
            and ${kept('decided.host_key')} = ${kept('decision.host_key')}))
        where ${ofClients})`,
    )
    .execute();
  const agents = await queries
    .selectFrom('agent')
    .select(['id', 'clientId', 'hostname', 'hostKey', 'macs'])
    .where('tenantId', '=', tenantId)
    .where(
      sql<boolean>`id in (
        select id from agent where tenant_id = ${tenantId} and (client_id, ${kept('host_key')}) in (${pairs(keptOf)})
        union
        select unnest(${unmet.map(({ id }) => id)}::text[])
        union
        select decided.id from match_decision as decision
        join agent as decided on decided.tenant_id = decision.tenant_id and decided.client_id = decision.client_id
          and (decided.id = decision.agent_id or (decided.client_id = decision.client_id
            and decided.host_key = decision.agent_host_key))
        where ${ofClients})`,
    )
    .execute();
  return { decisions, devices, agents };
}
