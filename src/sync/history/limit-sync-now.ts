import { pastOrNull } from '../cadence/past.js';

/** One a minute: each costs BD at least three calls, and incidents allow three a minute. */
export const mostSyncsInAnHour = 60;
const hourMilliseconds = 3_600_000;

/**
 * When *Sync now* may queue another run for a client, given when its runs were requested: at most 60 in any hour. Null
 * if it may now. Requests that join a queued run do not count.
 */
export function syncNowAllowedAt(requestedAt: readonly Date[], now: Date): Date | null {
  const recent = requestedAt
    .flatMap((at) => pastOrNull(at, now)?.getTime() ?? [])
    .filter((at) => at > now.getTime() - hourMilliseconds)
    .sort((a, b) => b - a);
  const oldestThatCounts = recent[mostSyncsInAnHour - 1];
  return oldestThatCounts === undefined ? null : new Date(oldestThatCounts + hourMilliseconds);
}
