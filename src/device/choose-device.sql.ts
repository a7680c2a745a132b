import { type RawBuilder, sql } from 'kysely';
import { hostKey, netbiosKey, netbiosLength } from './hostname.js';
import type { MatchMode } from './match-devices.js';

/** An agent as another subgraph names it. */
export interface NamedAgent {
  id: string;
  hostname: string;
  clientId: string;
}

/**
 * Whether another agent is asked for beside the given one: then it exists, and the given one is no new id of it. What is
 * its, is not the given one's by name.
 */
const asked = (agentId: RawBuilder<unknown>) => sql`exists (
  select from given as beside where beside.agent_id = ${agentId} and beside.agent_id <> given.agent_id)`;

/** Whether another agent, of the table so called, goes by the given one's name. */
const namesake = (table: 'other' | 'beside', agentId: 'id' | 'agent_id', mode: MatchMode) => {
  const column = (name: string) => sql.ref(`${table}.${name}`);
  return sql`(${column('client_id')} = given.client_id and ${column('host_key')} = given.host_key and given.host_key <> ''
    and ${mode === 'STRICT' ? sql`btrim(${column('hostname')}) = given.hostname` : sql`true`} and ${column(agentId)} <> given.agent_id)`;
};

/** Whether NetBIOS would cut the name of another agent to the candidate's too: then it could be either's. */
const cutAlike = sql`(
  exists (select from agent as other where other.tenant_id = candidate.tenant_id and other.client_id = given.client_id
    and other.id <> given.agent_id and left(other.host_key, ${netbiosLength}) = candidate.host_key)
  or exists (select from given as beside where beside.client_id = given.client_id
    and beside.agent_id <> given.agent_id and beside.netbios_key = candidate.host_key))`;

/**
 * Whether a person has forbidden the candidate, or a twin of it, to the given agent. The agent is known by its host name
 * where it may be the forbidden one under a new id: not where both are known side by side.
 */
const forbidden = sql`exists (
  select from match_decision as decision
  where decision.tenant_id = candidate.tenant_id and decision.client_id = given.client_id and decision.kind = 'FORBID'
    and (decision.agent_id = given.agent_id or (decision.agent_host_key = given.host_key
      and (select count(*) from agent as known where known.tenant_id = candidate.tenant_id
             and known.client_id = given.client_id and known.id in (decision.agent_id, given.agent_id)) < 2
      and not ${asked(sql`decision.agent_id`)}))
    and (decision.device_id = candidate.id or decision.host_key = candidate.host_key and (
      select twin.twin_of = candidate.id or twin.client_id is distinct from given.client_id from device as twin
      where twin.tenant_id = candidate.tenant_id and twin.id = decision.device_id)))`;

/**
 * The device on each agent's machine, as rows of `place`, from 1 in the order given, and `id`; no row where there is none.
 *
 * What is stored for this very agent comes first. One that no sync has met is its only stored namesake under a new id, and
 * has what that has. Where nobody has its name, the only device of its name that BD lists is its, unless somebody has it.
 * What is stored of other agents counts whether or not they are asked for, so that a badge is shown only where the matching
 * would give it. In STRICT mode names are compared as they are, over all devices of the client.
 */
export function chooseDevices(
  tenantId: string,
  agents: readonly NamedAgent[],
  mode: MatchMode,
): RawBuilder<{ place: string; id: string }> {
  const keys = agents.map(({ hostname }) => hostKey(hostname));
  const sameName =
    mode === 'STRICT' ? sql`btrim(candidate.name) = given.hostname` : sql`candidate.host_key = given.host_key`;
  const sameCut = mode === 'STRICT' ? sql`false` : sql`(candidate.host_key = given.netbios_key and not ${cutAlike})`;
  return sql`
    with given as (
      select * from unnest(${agents.map(({ id }) => id)}::text[], ${agents.map(({ clientId }) => clientId)}::text[],
                           ${agents.map(({ hostname }) => hostname.trim())}::text[],
                           ${keys}::text[], ${keys.map(netbiosKey)}::text[]) with ordinality
        as agent (agent_id, client_id, hostname, host_key, netbios_key, place))
    select given.place, chosen.id
    from given
    cross join lateral (
      select count(*) as count, min(other.id) as id from agent as other
      where other.tenant_id = ${tenantId} and ${namesake('other', 'id', mode)}) as namesakes
    cross join lateral (
      select id, rank, free, count(*) over (partition by rank) as rivals from (
        select candidate.id, candidate.agent_id is null and candidate.match_kind <> 'AMBIGUOUS' as free,
                             case when candidate.agent_id = given.agent_id then 1
                                  when candidate.agent_id = namesakes.id then 2
                                  when ${sameName} then 3 else 4 end as rank
        from device as candidate
        where candidate.tenant_id = ${tenantId} and candidate.client_id = given.client_id
          and candidate.twin_of is null and candidate.managed
          and (candidate.agent_id = given.agent_id
            or (not ${forbidden}
              and not exists (select from given as beside where ${namesake('beside', 'agent_id', mode)})
              and ((namesakes.count = 1 and candidate.agent_id = namesakes.id and not ${asked(sql`namesakes.id`)}
                  and not exists (select from agent as known
                                  where known.tenant_id = candidate.tenant_id and known.id = given.agent_id))
                or (namesakes.count = 0 and candidate.presence = 'PRESENT'
                  and given.host_key <> '' and (${sameName} or ${sameCut})))))) as ranked
      order by rank limit 1) as chosen
    where chosen.rank = 1 or (chosen.rivals = 1 and (chosen.rank = 2 or chosen.free))`;
}
