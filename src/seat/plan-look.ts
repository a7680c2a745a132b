import type { ReasonCode } from '../gravityzone/transport/errors.js';
import { boundsOf, type Month, monthBefore, monthOf } from './month.js';

const hour = 3_600_000;
const day = 24 * hour;

/** The share of a key's budget that reading seats may use, so that a sync is never kept waiting. */
export const lookShare = 0.4;

/** A month is read for the last time when it has been over for this long: then it is over in every time zone. */
const closesAfter = day;

/** What is stored of a company's months. */
export interface StoredMonth {
  month: Month;
  closed: boolean;
}

/** The months to ask about a company: this one, and once the one before, if it was looked at while it lasted; never one that is closed. */
export function monthsToAsk(now: Date, stored: readonly StoredMonth[]): { month: Month; closes: boolean }[] {
  const present = monthOf(now);
  const former = monthBefore(present);
  const isOver = now.getTime() - boundsOf(former).to.getTime() >= closesAfter;
  const isOpen = stored.some(({ month, closed }) => month === former && !closed);
  // Only a clock that was put back shows this one as closed.
  const isClosed = stored.some(({ month, closed }) => month === present && closed);
  return [
    ...(isOver && isOpen ? [{ month: former, closes: true }] : []),
    ...(isClosed ? [] : [{ month: present, closes: false }]),
  ];
}

/** Answers that say that the key may not ask: they change with the key, or with what its owner allows it. */
export const keyRefusals: readonly ReasonCode[] = ['METHOD_NOT_FOUND', 'API_NOT_ENABLED'];

/** How long a key that may not ask is left alone, unless it is replaced. */
export const refusalRest = 7 * day;

/** No look is due later than this. */
export const longestRest = refusalRest + day;

/** How a look ended: all companies were looked at, its time was over, GravityZone failed, or the key may not ask. */
export type LookEnd = 'DONE' | 'UNFINISHED' | 'FAILED' | 'REFUSED';

const rests: Readonly<Record<LookEnd, number>> = { DONE: day, UNFINISHED: 0, FAILED: hour, REFUSED: refusalRest };

/** When the seats of an integration are read again, by when the look began and how it ended. */
export const nextLook = (end: LookEnd, began: Date): Date => new Date(began.getTime() + rests[end]);

/** The same after a look at companies that were new: the one at all of them stays as it was, but comes early after a failure. */
export function nextAfterSome(end: LookEnd, planned: Date, began: Date): Date {
  const next = nextLook(end, began);
  if (end === 'REFUSED') return next;
  return end === 'FAILED' && next < planned ? next : planned;
}

/** What is stored of the last look. */
export interface FormerLook {
  nextAt: Date;
  problem: string | null;
}

/**
 * Whether a look is due for all companies: for the first time, when its time has come, when that is further ahead than any rest, since a
 * clock was wrong, and when a key that might not ask was replaced.
 */
export function isDueForAll(before: FormerLook | undefined, { keySetAt }: { keySetAt: Date }, now: Date): boolean {
  if (before === undefined) return true;
  const { nextAt, problem } = before;
  if (nextAt <= now || nextAt.getTime() > now.getTime() + longestRest) return true;
  const wasRefused = keyRefusals.some((code) => code === problem);
  return wasRefused && keySetAt.getTime() > nextAt.getTime() - refusalRest;
}
