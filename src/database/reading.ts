import { AsyncLocalStorage } from 'node:async_hooks';

/** Where the lists of one request are read from. */
export interface Reading {
  /** The time up to which the data of the replica are; null while the primary is read. */
  asOf: Date | null;
}

const readings = new AsyncLocalStorage<Reading>();

/** Runs `work`, and whatever it starts, as part of a request that reads as `reading` says. */
export function withReading<Result>(reading: Reading, work: () => Result): Result {
  return readings.run(reading, work);
}

/** The time up to which what `Database.read` gives is known; null when it comes from the primary, as always outside of requests. */
export function readAsOf(): Date | null {
  return readings.getStore()?.asOf ?? null;
}
