import { AsyncLocalStorage } from 'node:async_hooks';
import { isAwaited } from '../request-budget.js';

/** For what the database is asked: for a request that somebody waits for, for a sync, a delivery or a live event, or for a long job. */
export type Pace = 'request' | 'background' | 'maintenance';

/** How long the database may take, and what of it, in PostgreSQL's form. */
export interface Patience {
  statement: string;
  /** The wait for a lock, which is a part of a statement. */
  lock: string;
  /** A pause inside of a transaction: after it PostgreSQL ends the connection. */
  idleInTransaction: string;
  /** Processes of PostgreSQL that may help with one statement. The share of a tenant is counted in connections, so none may help requests. */
  parallelWorkers: string;
}

/** Migrations have none of these: see migrator.ts. */
export const patience: Readonly<Record<Pace, Patience>> = {
  request: { statement: '30s', lock: '20s', idleInTransaction: '30s', parallelWorkers: '0' },
  background: { statement: '10min', lock: '9min', idleInTransaction: '2min', parallelWorkers: '0' },
  maintenance: { statement: '1h', lock: '10min', idleInTransaction: '10min', parallelWorkers: '2' },
};

const paces = new AsyncLocalStorage<Pace>();

/** Runs `work`, and whatever it starts, at this pace. */
export function atPace<Result>(pace: Pace, work: () => Result): Result {
  return paces.run(pace, work);
}

/** For what the database is asked now: where nothing else was said, for a request if one waits. */
export function presentPace(): Pace {
  return paces.getStore() ?? (isAwaited() ? 'request' : 'background');
}
