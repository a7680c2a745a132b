import { type DigestTime, type Due, dueIn, nextDue } from './due-time.js';

/** Longest delay with which a digest is still sent: what it says of the present would surprise later. */
export const mostDelayHours = 48;

/** A digest that is on, as it was planned last. */
export interface PlannedDigest extends DigestTime {
  /** The zone it was planned for. */
  timeZone: string;
  nextAt: Date;
  nextWeek: string;
}

/** What is to be requested now, in the order of weeks, and what is next. */
export interface DigestPlan {
  requested: (Due & { tooLate: boolean })[];
  next: Due;
}

/** Whether a digest that was due at an instant is too late by now. */
export const isTooLate = (dueAt: Date, now: Date): boolean =>
  now.getTime() - dueAt.getTime() > mostDelayHours * 3_600_000;

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
