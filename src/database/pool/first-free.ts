import type { Pool, PoolClient } from 'pg';

interface Waiting {
  resolve(client: PoolClient): void;
  reject(error: unknown): void;
}

/**
 * How connections are taken of a pool. pg opens a new one for whoever finds none free, who then waits for that one, though another may be
 * given back much sooner: here the first of both is taken, and the new one is there for the next.
 */
export function takeFirstFree(pool: Pool): () => Promise<PoolClient> {
  const waiting = new Set<Waiting>();
  pool.on('release', () =>
    // The pool counts it as free, or has handed it on, right after it has said so.
    queueMicrotask(() => {
      const [first] = waiting;
      if (first === undefined || pool.idleCount === 0) return;
      waiting.delete(first);
      pool.connect().then(first.resolve, first.reject);
    }),
  );
  return () =>
    new Promise((resolve, reject) => {
      const own = { resolve, reject };
      waiting.add(own);
      pool.connect().then(
        (client) => (waiting.delete(own) ? resolve(client) : client.release()),
        (error: unknown) => {
          waiting.delete(own);
          reject(error);
        },
      );
    });
}
