const firstRestMilliseconds = 15 * 60_000;
const longestRestMilliseconds = 24 * 3_600_000;

/** When to read a row again after so many failures: after 15 minutes, doubling each time, up to a day. */
export function askAgainAt(failures: number, now: Date): Date {
  const rest = Math.min(longestRestMilliseconds, firstRestMilliseconds * 2 ** Math.min(failures - 1, 20));
  return new Date(now.getTime() + rest);
}
