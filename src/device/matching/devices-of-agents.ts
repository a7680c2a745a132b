import { sql } from 'kysely';
import type { Queries } from '../../database/database.js';
import { hostKey, netbiosKey } from '../../domain/hostname.js';
import { keptByNetbios } from '../../domain/hostname.sql.js';
import type { MatchMode } from '../../domain/match-mode.js';
import { readTenantSettings } from '../../tenant/tenant-settings.js';
import { agentsOfToday, type NamedAgent } from './agents-of-today.js';
import type { Match } from './match-devices.js';
import { matchWithOverrides, selectMatchable, selectOverrides } from './match-with-overrides.js';

/** The device on an agent's machine. */
export interface ChosenDevice {
  id: string;
  /** The match, if it differs from what is stored with the device. */
  match: Match | null;
}

/**
 * The device on each agent's machine, or null, in the order given. For known agents it is what is stored. For others it is
 * what matching decides now, so that an agent that was just installed or has re-registered has the badge that its next sync
 * gives it. The number of statements does not depend on the number of agents.
 */
export async function chooseDevices(
  queries: Queries,
  tenantId: string,
  asked: readonly NamedAgent[],
): Promise<(ChosenDevice | null)[]> {
  const known = await readKnown(queries, tenantId, asked);
  const unknownAgents = asked.filter((_, place) => known[place] === undefined);
  const chosen =
    unknownAgents.length === 0
      ? new Map<string, ChosenDevice>()
      : await matchUnknown(queries, tenantId, unknownAgents, new Set(asked.map(({ id }) => id)));
  return asked.map(({ id }, place) => {
    const stored = known[place];
    if (stored === undefined) return chosen.get(id) ?? null;
    return stored === null ? null : { id: stored, match: null };
  });
}

/**
 * The stored device of each agent, or null. Undefined for unknown agents: those that matching has not seen in this client,
 * or has seen only without a device and under another name.
 */
async function readKnown(
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

/** The devices of unknown agents, by the agent's id. Devices that are matched to another agent stay with it. */
async function matchUnknown(
  queries: Queries,
  tenantId: string,
  unknownAgents: readonly NamedAgent[],
  askedIds: ReadonlySet<string>,
): Promise<Map<string, ChosenDevice>> {
  const { matchMode } = await readTenantSettings(queries, tenantId);
  const { devices, agents, overrides } = await readNeighbours(queries, tenantId, unknownAgents, matchMode);
  const chosen = new Map<string, ChosenDevice>();
  for (const [clientId, fresh] of Map.groupBy(unknownAgents, (agent) => agent.clientId)) {
    const ofClient = devices.filter((device) => device.clientId === clientId);
    const stored = agents.filter((agent) => agent.clientId === clientId);
    const today = agentsOfToday(stored, fresh, askedIds, matchMode);
    const matches = matchWithOverrides({
      devices: ofClient,
      agents: today.agents,
      overrides: overrides.filter((override) => override.clientId === clientId),
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
 * Everything that can affect the matches of these agents: devices and agents that share a name with them on any rung,
 * those that share one with these, and so on; those that users have decided on, with all that have their names; and for
 * each MAC address of these a listed device of another name that has it, since it then proves nothing. The rest of the client cannot
 * change the result. Names are looked up by the part that NetBIOS keeps, which all rungs share; in STRICT mode devices are
 * looked up by their exact name among those of the client.
 */
async function readNeighbours(
  queries: Queries,
  tenantId: string,
  unknownAgents: readonly NamedAgent[],
  mode: MatchMode,
) {
  const clientIds = [...new Set(unknownAgents.map(({ clientId }) => clientId))];
  const keptOf = ({ hostname }: NamedAgent) => netbiosKey(hostKey(hostname));
  const kept = (column: string) => keptByNetbios(sql.ref(column));
  const groupOf = (table: string) => (mode === 'STRICT' ? sql.ref(`${table}.name`) : kept(`${table}.host_key`));
  const pairs = (nameOf: (agent: NamedAgent) => string) => {
    const named = unknownAgents.filter((agent) => nameOf(agent) !== '');
    return sql`select * from unnest(${named.map(({ clientId }) => clientId)}::text[], ${named.map(nameOf)}::text[])`;
  };
  const ofClients = sql`decision.tenant_id = ${tenantId} and decision.client_id = any(${clientIds}::text[])`;
  const given = sql`
    ${pairs(mode === 'STRICT' ? ({ hostname }) => hostname.trim() : keptOf)}
    union
    select decided.client_id, ${groupOf('decided')} from match_decision as decision
    join device as decided on decided.tenant_id = decision.tenant_id and decided.client_id = decision.client_id
      and (decided.id = decision.device_id or (decided.client_id = decision.client_id
        and ${kept('decided.host_key')} = ${kept('decision.host_key')}))
    where ${ofClients}`;
  // A device that has two names joins the groups of both.
  const joined = sql`
    select named.client_id, other.name from named
    cross join lateral (
      select host_key, name_key from device where tenant_id = ${tenantId} and client_id = named.client_id
        and ${kept('host_key')} = named.name
      union all
      select host_key, name_key from device where tenant_id = ${tenantId} and client_id = named.client_id
        and name_key <> '' and ${kept('name_key')} = named.name) as device
    cross join lateral (values (${kept('device.host_key')}), (${kept('device.name_key')})) as other (name)
    where other.name <> ''`;
  const named = sql`
    with recursive given (client_id, name) as (${given}),
    named (client_id, name) as (select * from given ${mode === 'STRICT' ? sql`` : sql`union ${joined}`})`;

  const overrides = await selectOverrides(queries, tenantId).where('clientId', 'in', clientIds).execute();
  const devices = await selectMatchable(queries, tenantId)
    .where(
      sql<boolean>`device.id in (
        ${named},
        found as (
          select id, client_id, macs, host_key, name_key from device
          where tenant_id = ${tenantId} and (client_id, ${groupOf('device')}) in (select * from named)),
        known as (select distinct client_id, mac from found cross join unnest(macs) as mac),
        kept (client_id, name) as (
          select client_id, ${kept('host_key')} from found union select client_id, ${kept('name_key')} from found),
        witness as (
          select distinct on (known.client_id, known.mac) other.id
          from device as other cross join unnest(other.macs) as own (mac)
          join known on known.client_id = other.client_id and known.mac = own.mac
          where other.tenant_id = ${tenantId} and other.client_id = any(${clientIds}::text[])
            and other.presence = 'PRESENT' and other.managed and other.host_key <> ''
            and (other.client_id, ${kept('other.host_key')}) not in (select * from kept)
            and (other.name_key = '' or (other.client_id, ${kept('other.name_key')}) not in (select * from kept)))
        select id from found union select id from witness)`,
    )
    .execute();
  const agents = await queries
    .selectFrom('agent')
    .select(['id', 'clientId', 'hostname', 'hostKey', 'macs'])
    .where('tenantId', '=', tenantId)
    .where(
      sql<boolean>`id in (
        ${named}
        select id from agent where tenant_id = ${tenantId} and (client_id, ${kept('host_key')}) in (
          ${pairs(keptOf)} ${mode === 'STRICT' ? sql`` : sql`union select * from named`})
        union
        select unnest(${unknownAgents.map(({ id }) => id)}::text[])
        union
        select decided.id from match_decision as decision
        join agent as decided on decided.tenant_id = decision.tenant_id and decided.client_id = decision.client_id
          and (decided.id = decision.agent_id or (decided.client_id = decision.client_id
            and decided.host_key = decision.agent_host_key))
        where ${ofClients})`,
    )
    .execute();
  return { overrides, devices, agents };
}
