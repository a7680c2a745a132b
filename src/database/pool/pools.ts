import { Client, Pool, type PoolClient } from 'pg';
import { connectionOptions } from '../../database-url.js';
import { takeFirstFree } from './first-free.js';
import { PreparedStatements } from './prepared-statements.js';
import { createTurns, type TakeTurn } from './turns.js';

/** The most connections of each pool, and the most of them that one tenant may use at once. */
const sizes = {
  /** For requests. */
  request: { most: 10, ofTenant: 2 },
  /** For what no request waits for: syncs, deliveries, jobs, ticks, live events. */
  background: { most: 6, ofTenant: 3 },
} as const;

/** How long a request waits for a connection, in milliseconds. */
const longestWait = 10_000;

/**
 * How long a connection stays open that nobody uses, in milliseconds. Whoever is first on a new one waits until it is open and until PostgreSQL has
 * read the catalogue again: 100 ms and more while others ask much. Below the 350 seconds after which some networks forget a silent connection.
 */
const keptOpen = 300_000;

/** A pool, with the rules by which its connections are lent. */
export interface Lender {
  pool: Pool;
  /** Takes one of its connections. */
  take: () => Promise<PoolClient>;
  /** The statements that are prepared on each of its connections. */
  prepared: Map<PoolClient, PreparedStatements>;
  /** Gives each tenant its share of the pool. */
  takeShare: TakeTurn;
  /** How long to wait for a connection at most, in milliseconds; without end if absent. */
  longestWait?: number;
}

/** Connections that are open, those of them that are free, and callers that wait for one. */
export interface PoolLevels {
  total: number;
  idle: number;
  waiting: number;
  /** Statements prepared on the connection that has most. */
  prepared: number;
}

/** Opens the pool at `url` for what it is meant for. */
export function openLender(url: string, purpose: keyof typeof sizes): Lender {
  const { most, ofTenant } = sizes[purpose];
  const pool = openPool(url, most);
  const prepared = new Map<PoolClient, PreparedStatements>();
  pool.on('connect', (client) => prepared.set(client, new PreparedStatements(client)));
  pool.on('remove', (client) => prepared.delete(client));
  return {
    pool,
    take: takeFirstFree(pool),
    prepared,
    takeShare: createTurns({ atOnce: ofTenant, waiting: Number.POSITIVE_INFINITY }),
    ...(purpose === 'request' && { longestWait }),
  };
}

/** The connections of its pool now. */
export const levelsOf = ({ pool, prepared }: Lender): PoolLevels => ({
  total: pool.totalCount,
  idle: pool.idleCount,
  waiting: pool.waitingCount,
  prepared: Math.max(0, ...[...prepared.values()].map(({ size }) => size)),
});

/** A pool of at most `most` connections, which pipeline; statements fail that take longer than `milliseconds`, if given. */
export function openPool(url: string, most: number, milliseconds?: number): Pool {
  const { connectionTimeoutMillis, ...options } = connectionOptions(url);
  // Not given to the pool, where the limit would also end the wait for a free connection.
  class PooledClient extends Client {
    constructor() {
      super({ ...options, connectionTimeoutMillis, query_timeout: milliseconds, pipeline: true });
      // The pool listens only while a connection is idle. One that is lost between two statements of a transaction must end
      // that transaction, not the process.
      this.on('error', () => undefined);
    }
  }
  const pool = new Pool({ Client: PooledClient, max: most, idleTimeoutMillis: keptOpen });
  // A dropped idle connection is replaced at the next use; without a listener its error would end the process.
  pool.on('error', () => undefined);
  return pool;
}
