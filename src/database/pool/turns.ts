import { AsyncResource } from 'node:async_hooks';
import { type BulkheadPolicy, BulkheadRejectedError, bulkhead } from 'cockatiel';
import { BusyError } from './busy.js';

/** Runs work for somebody when it is their turn. */
export type TakeTurn = <Result>(key: string, work: () => Promise<Result>) => Promise<Result>;

/**
 * Lets at most `atOnce` callers with the same key in; up to `waiting` others wait here, in their order, and hold nothing meanwhile. Throws a
 * BusyError where too many wait.
 */
export function createTurns({ atOnce, waiting }: { atOnce: number; waiting: number }): TakeTurn {
  const turns = new Map<string, BulkheadPolicy>();
  return async (key, work) => {
    const turn = turns.get(key) ?? bulkhead(atOnce, waiting);
    turns.set(key, turn);
    try {
      // Whoever ends starts the next one that waits, which must not pass for a part of the request that has ended.
      return await turn.execute(turn.executionSlots > 0 ? work : AsyncResource.bind(work));
    } catch (error) {
      throw error instanceof BulkheadRejectedError ? new BusyError('waiting') : error;
    } finally {
      if (turn.executionSlots === atOnce && turn.queueSlots === waiting) turns.delete(key);
    }
  };
}
