/** Three polls of an active client, jitter included, were missed. */
const activeMilliseconds = 33 * 60_000;
/** A quiet client is read every hour; twice that without a success is too long. */
const quietMilliseconds = 2 * 3_600_000;

/** From when on what was read of a company at `readAt` counts as stale: its client's cadence decides. */
export function staleAt(readAt: Date, active: boolean): Date {
  return new Date(readAt.getTime() + (active ? activeMilliseconds : quietMilliseconds));
}

/** Whether data are stale at `now`; those that were never read, or are not read any more, have no such time and are. */
export function isStale(staleFrom: Date | null, now: Date): boolean {
  return staleFrom === null || staleFrom <= now;
}
