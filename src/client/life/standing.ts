import type { ClientState } from '../../opsmerge/client-state.js';

/** What core says of a client. */
export interface ClientFact {
  clientId: string;
  state: ClientState;
  /** The client into which it was merged; null while it was not. */
  mergedInto: string | null;
}

/** Why a merge cannot be followed yet: it leads back to where it began, to a client that core does not know, or too far. */
export type MergeProblem = 'CYCLE' | 'UNKNOWN_TARGET' | 'TOO_LONG';

/** Where the data of a client belong. */
export type Whereabouts =
  | { kind: 'STAYS' }
  | { kind: 'FOLLOWS'; into: ClientFact }
  | { kind: 'WAITS'; problem: MergeProblem };

/** The merges of a chain that are followed: no MSP merges this often. */
export const longestChain = 20;

/**
 * Where the data of a client belong: at the end of its chain of merges, which may be an archived client. `facts` are what core says of all
 * clients of the chain; one that is missing is not known to core.
 */
export function whereaboutsOf(clientId: string, facts: ReadonlyMap<string, ClientFact>): Whereabouts {
  let at = facts.get(clientId);
  const seen = new Set<string>([clientId]);
  if (at === undefined || at.mergedInto === null) return { kind: 'STAYS' };
  while (at.mergedInto !== null) {
    if (seen.has(at.mergedInto)) return { kind: 'WAITS', problem: 'CYCLE' };
    if (seen.size > longestChain) return { kind: 'WAITS', problem: 'TOO_LONG' };
    seen.add(at.mergedInto);
    const next = facts.get(at.mergedInto);
    if (next === undefined) return { kind: 'WAITS', problem: 'UNKNOWN_TARGET' };
    at = next;
  }
  return { kind: 'FOLLOWS', into: at };
}

/** The clients into which these were merged and of which nothing is known yet. */
export const unknownTargets = (facts: ReadonlyMap<string, ClientFact>, asked: ReadonlySet<string>): string[] => [
  ...new Set([...facts.values()].flatMap(({ mergedInto }) => (mergedInto && !asked.has(mergedInto) ? mergedInto : []))),
];

/** How a client is treated: one that was merged like the client it is now. What core does not know stands as it did. */
export function stateOf(
  clientId: string,
  facts: ReadonlyMap<string, ClientFact>,
  before: ClientState | undefined,
): ClientState {
  const whereabouts = whereaboutsOf(clientId, facts);
  if (whereabouts.kind === 'FOLLOWS') return whereabouts.into.state;
  return facts.get(clientId)?.state ?? before ?? 'ACTIVE';
}
