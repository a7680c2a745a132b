import { AsyncResource } from 'node:async_hooks';
import { type BulkheadPolicy, BulkheadRejectedError, bulkhead } from 'cockatiel';
import { GraphQLError } from 'graphql';

/** How many callers of one tenant may wait in this process. */
const mostWaiting = 100;

/** Thrown where a tenant has so much under way that more would only wait; it may be tried again. */
export class BusyError extends GraphQLError {
  constructor() {
    super('Another change of your data is under way. Try again in a few seconds.', {
      extensions: { code: 'BUSY', retryAfterSeconds: 5 },
    });
  }
}

/** Runs work of a tenant when it is its turn. */
export type TakeTurn = <Result>(tenantId: string, work: () => Promise<Result>) => Promise<Result>;

/**
 * Lets the callers of each tenant in one after the other. They wait here, without a connection in hand: a tenant whose lock is held
 * elsewhere takes one connection of the pool, not all of them. Throws a BusyError where too many wait.
 */
export function createTurns(): TakeTurn {
  const turns = new Map<string, BulkheadPolicy>();
  return async (tenantId, work) => {
    const turn = turns.get(tenantId) ?? bulkhead(1, mostWaiting);
    turns.set(tenantId, turn);
    try {
      // Whoever ends starts the next one, which must not pass for a part of the request that has ended.
      return await turn.execute(AsyncResource.bind(work));
    } catch (error) {
      throw error instanceof BulkheadRejectedError ? new BusyError() : error;
    } finally {
      if (turn.executionSlots === 1 && turn.queueSlots === mostWaiting) turns.delete(tenantId);
    }
  };
}
