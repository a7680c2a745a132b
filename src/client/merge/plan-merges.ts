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
    // Where core does not say, nothing is known to have changed.
    const becomes = facts.has(clientId) ? becomesOf(clientId, facts, stored.get(clientId)) : 'AS IT WAS';
    if (becomes === 'DROPPED') plan.drop.push(clientId);
    else if (becomes !== 'AS IT WAS') plan.store.push(becomes);
  }
  return plan;
}

function becomesOf(
  clientId: string,
  facts: ReadonlyMap<string, ClientFact>,
  before: StoredMerge | undefined,
): StoredMerge | 'DROPPED' | 'AS IT WAS' {
  const whereabouts = whereaboutsOf(clientId, facts);
  if (whereabouts.kind === 'STAYS') return before && before.state !== 'MOVING' ? 'DROPPED' : 'AS IT WAS';
  if (whereabouts.kind === 'WAITS') {
    const { problem } = whereabouts;
    // What moves goes on to where it was going; what is done stays there.
    const isNews = before === undefined || (before.state === 'WAITING' && before.problem !== problem);
    return isNews ? { clientId, intoClientId: null, state: 'WAITING', problem } : 'AS IT WAS';
  }
  const intoClientId = whereabouts.into.clientId;
  return before?.intoClientId === intoClientId
    ? 'AS IT WAS'
    : { clientId, intoClientId, state: 'MOVING', problem: null };
}
