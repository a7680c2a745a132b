import { hostKey } from '../../domain/hostname.js';
import type { MatchMode } from '../../domain/match-mode.js';
import type { KeyedAgent } from './match-with-overrides.js';

/** An agent as another subgraph identifies it. */
export interface NamedAgent {
  id: string;
  hostname: string;
  clientId: string;
}

/** The current agents of a client. */
export interface AgentsOfToday {
  agents: KeyedAgent[];
  /** The id of the stored agent that a new one replaces, by the id of the new one. */
  formerIds: ReadonlyMap<string, string>;
}

/**
 * The agents of one client as core would return them now: the stored ones, updated with `fresh`, those that are new or
 * renamed. A new agent replaces its only stored namesake and inherits its MAC addresses, unless that one is requested too
 * (`askedIds`): then both exist. Several new agents with the same name replace none.
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
