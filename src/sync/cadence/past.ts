/** Clocks of hosts differ by less. */
const skewMilliseconds = 5 * 60_000;

/**
 * A stored time of something that has happened; null where it is in the future at `now`, and so was stored while a clock was
 * wrong. A decision treats it as not known.
 */
export function pastOrNull(at: Date | null, now: Date): Date | null {
  return at !== null && at.getTime() > now.getTime() + skewMilliseconds ? null : at;
}
