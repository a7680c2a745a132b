import { AsyncLocalStorage } from 'node:async_hooks';
import { isAwaited } from '../request-budget.js';

/** For what the database is asked: for a request that somebody waits for, for a sync or a delivery, or for a long job. */
export type Pace = 'request' | 'background' | 'maintenance';

/** How long the database may take, in PostgreSQL's form. */
export interface Patience {
  statement: string;
  /** The wait for a lock, which is a part of a statement. */
  lock: string;
  /** A pause inside of a transaction: after it PostgreSQL ends the connection. */
  idleInTransaction: string;
}

/** Migrations have none of these: see migrator.ts. */
export const patience: Readonly<Record<Pace, Patience>> = {
  request: { statement: '30s', lock: '20s', idleInTransaction: '30s' },
  background: { statement: '10min', lock: '9min', idleInTransaction: '2min' },
  maintenance: { statement: '1h', lock: '10min', idleInTransaction: '10min' },
};

const maintenance = new AsyncLocalStorage<true>();

/** Runs `work`, and whatever it starts, with the patience of maintenance. */
export function asMaintenance<Result>(work: () => Result): Result {
  return maintenance.run(true, work);
}

/** For what the database is asked now. */
export function presentPace(): Pace {
  if (isAwaited()) return 'request';
  return maintenance.getStore() ? 'maintenance' : 'background';
}
