import { type DigestTime, type Due, dueIn, nextDue } from './due-time.js';

/** Longest delay with which a digest is still sent: what it says of the present would surprise later. */
export const mostDelayHours = 48;

/** When the next digest is due, and the zone for which that was decided. */
export interface NextDigest {
  timeZone: string;
  nextAt: Date;
  nextWeek: string;
}

/** A digest that is on, as it was planned last. */
export type PlannedDigest = DigestTime & NextDigest;

/** What is to be requested now, in the order of weeks, and what is next. */
export interface DigestPlan {
  requested: (Due & { tooLate: boolean })[];
  next: Due;
}

/** Whether a digest that was due at an instant is too late by now. */
export const isTooLate = (dueAt: Date, now: Date): boolean =>
  now.getTime() - dueAt.getTime() > mostDelayHours * 3_600_000;

/**
 * What is next after a digest was switched on, or got another time, in the present zone of its tenant; `before` is what was next, null if it was
 * off. One that is due and was not requested yet is not lost by it.
 */
export function planAfterChange(
  before: NextDigest | null,
  time: DigestTime,
  timeZone: string,
  { now, lastWeek }: { now: Date; lastWeek: string | null },
): NextDigest {
  if (before !== null && before.nextAt <= now) return before;
  const { at, week } = nextDue(time, timeZone, now, lastWeek);
  return { timeZone, nextAt: at, nextWeek: week };
}

/**
 * What becomes of a digest at `now`, in the present zone of its tenant. Each week is requested at most once; of the weeks that passed while
 * nobody planned, the first is requested as too late, and the one that is still in time, if there is one.
 */
export function planDigest(digest: PlannedDigest, zone: string, now: Date): DigestPlan {
  const { nextWeek } = digest;
  const at = digest.timeZone === zone ? digest.nextAt : dueIn(digest, zone, nextWeek);
  if (at > now) return { requested: [], next: { at, week: nextWeek } };
  const requested = [{ at, week: nextWeek, tooLate: isTooLate(at, now) }];
  const inTime = new Date(now.getTime() - mostDelayHours * 3_600_000 - 1);
  const second = nextDue(digest, zone, at > inTime ? at : inTime, nextWeek);
  if (second.at > now) return { requested, next: second };
  requested.push({ ...second, tooLate: false });
  return { requested, next: nextDue(digest, zone, now, second.week) };
}
