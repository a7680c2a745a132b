import type { PoolClient } from 'pg';
import { BusyError } from './busy.js';
import type { Lender } from './pools.js';
import { PreparedStatements } from './prepared-statements.js';

/** A connection in hand, and how to give it back. */
export interface Borrowed {
  client: PoolClient;
  prepared: PreparedStatements;
  release: () => void;
}

/**
 * Takes a connection of the pool. A tenant that has its share in hand waits until it gives one back, while others still find some; work across
 * tenants (`null`) only waits for the pool. Throws a BusyError after the longest wait.
 */
export function borrow({ take, prepared, takeShare, longestWait }: Lender, tenantId: string | null): Promise<Borrowed> {
  return new Promise((resolve, reject) => {
    let isLate = false;
    const timer =
      longestWait === undefined
        ? undefined
        : setTimeout(() => {
            isLate = true;
            reject(new BusyError('waiting'));
          }, longestWait).unref();
    /** Holds the share until the connection is given back. */
    const hold = () =>
      new Promise<void>((end) => {
        if (isLate) return end();
        take().then(
          (client) => {
            clearTimeout(timer);
            const release = () => {
              client.release();
              end();
            };
            if (isLate) release();
            else resolve({ client, release, prepared: prepared.get(client) ?? new PreparedStatements(client) });
          },
          (error: Error) => {
            clearTimeout(timer);
            reject(error);
            end();
          },
        );
      });
    (tenantId === null ? hold() : takeShare(tenantId, hold)).catch(reject);
  });
}
