import { type ClientFact, type MergeProblem, whereaboutsOf } from '../life/standing.js';

/** A merge as it is stored: it waits for what core does not say yet, its data move, or all have moved. */
export interface StoredMerge {
  clientId: string;
  intoClientId: string | null;
  state: 'WAITING' | 'MOVING' | 'DONE';
  problem: MergeProblem | null;
}

/** What becomes of the merges of some clients; what is not listed stays. */
export interface MergePlan {
  store: StoredMerge[];
  /** Clients that core no longer counts as merged. */
  drop: string[];
}

/**
 * What becomes of the merges of these clients after core has said how they stand. A chain is followed to its end at once, and a merge that is
 * under way or done follows when its target was merged in turn. One that core takes back is finished if it has begun, since half of a client
 * is of use to nobody; what has moved stays, and what the client gets from then on is its own.
 */
export function planMerges(
  clientIds: readonly string[],
  facts: ReadonlyMap<string, ClientFact>,
  stored: ReadonlyMap<string, StoredMerge>,
): MergePlan {
  const plan: MergePlan = { store: [], drop: [] };
  for (const clientId of clientIds) {
    const before = stored.get(clientId);
    const whereabouts = whereaboutsOf(clientId, facts);
    // Core does not say: nothing is known to have changed.
    if (!facts.has(clientId)) continue;
    if (whereabouts.kind === 'STAYS') {
      if (before !== undefined && before.state !== 'MOVING') plan.drop.push(clientId);
    } else if (whereabouts.kind === 'WAITS') {
      const { problem } = whereabouts;
      // What moves goes on to where it was going; what is done stays there.
      if (before === undefined || (before.state === 'WAITING' && before.problem !== problem))
        plan.store.push({ clientId, intoClientId: null, state: 'WAITING', problem });
    } else {
      const intoClientId = whereabouts.into.clientId;
      if (before === undefined || before.intoClientId !== intoClientId)
        plan.store.push({ clientId, intoClientId, state: 'MOVING', problem: null });
    }
  }
  return plan;
}
