/** So many calls about alerts are made for a tenant within a minute. */
export const callsPerMinute = 60;

export const minute = 60_000;

/**
 * When a call may be made: now, or a minute after the call that is `callsPerMinute` turns before it. `earlier` is the turn of
 * that one; null if there were fewer within the last minute.
 */
export function nextTurn(earlier: Date | null, now: Date): Date {
  return earlier === null ? now : new Date(Math.max(now.getTime(), earlier.getTime() + minute));
}
