/** Three missed polls of an active client, including jitter. */
const activeMilliseconds = 33 * 60_000;
/** A quiet client is polled every hour; its data are stale after two hours without a success. */
const quietMilliseconds = 2 * 3_600_000;

/** The time from which data of a company read at `readAt` count as stale, by whether its client is polled as active. */
export function staleAt(readAt: Date, active: boolean): Date {
  return new Date(readAt.getTime() + (active ? activeMilliseconds : quietMilliseconds));
}

/** Whether data are stale at `now`. Null, for data that were never read or are no longer read, counts as stale. */
export function isStale(staleFrom: Date | null, now: Date): boolean {
  return staleFrom === null || staleFrom <= now;
}
