import { hostKey } from '../../domain/hostname.js';
import type { MatchMode } from '../../domain/match-mode.js';
import type { KeyedAgent } from './decide-matches.js';

/** An agent as another subgraph names it. */
export interface NamedAgent {
  id: string;
  hostname: string;
  clientId: string;
}

export interface AgentsOfToday {
  agents: KeyedAgent[];
  /** The stored agent whose machine a new one has, by the id of the new one. */
  formerIds: ReadonlyMap<string, string>;
}

/**
 * The agents of one client as core would tell them now: the stored ones, with those that are new, or have a new name, as
 * they are asked for. A new one is its only stored namesake under a new id, and takes its place and MACs, unless that one
 * is asked for too (`askedIds`): then both exist. Of several new ones with one name, none takes a place.
 */
export function agentsOfToday(
  stored: readonly KeyedAgent[],
  fresh: readonly NamedAgent[],
  askedIds: ReadonlySet<string>,
  mode: MatchMode,
): AgentsOfToday {
  const nameOf = ({ hostname }: Pick<NamedAgent, 'hostname'>) =>
    mode === 'STRICT' ? hostname.trim() : hostKey(hostname);
  const storedById = new Map(stored.map((agent) => [agent.id, agent]));
  const storedByName = Map.groupBy(stored, nameOf);
  const freshByName = Map.groupBy(fresh, nameOf);

  const formerIds = new Map<string, string>();
  for (const agent of fresh) {
    const [former, another] = storedByName.get(nameOf(agent)) ?? [];
    const only = former !== undefined && another === undefined && freshByName.get(nameOf(agent))?.length === 1;
    if (only && nameOf(agent) !== '' && !askedIds.has(former.id) && !storedById.has(agent.id))
      formerIds.set(agent.id, former.id);
  }
  const replaced = new Set([...formerIds.values(), ...fresh.map(({ id }) => id)]);
  return {
    agents: [
      ...stored.filter(({ id }) => !replaced.has(id)),
      ...fresh.map(({ id, hostname }) => ({
        id,
        hostname,
        hostKey: hostKey(hostname),
        macs: storedById.get(formerIds.get(id) ?? id)?.macs ?? [],
      })),
    ],
    formerIds,
  };
}
