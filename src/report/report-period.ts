import { DateTime } from 'luxon';
import { isZone, knownZone } from '../domain/zone.js';
import { UserInputError } from '../graphql/errors.js';
import { type TimeRange, windowOf } from '../threat/counts/windows.js';

export type ReportPeriodKind = 'WEEK' | 'MONTH';

/** A week or a month of a zone's calendar, with the one before it. */
export interface ReportPeriod extends TimeRange {
  kind: ReportPeriodKind;
  /** As 2026-W12 or 2026-03. */
  name: string;
  /** The first day, as 2026-03-16, and the last. */
  day: string;
  lastDay: string;
  timeZone: string;
  before: TimeRange & { day: string };
  /** Whether it was over when it was asked for. */
  isOver: boolean;
}

/** How long ago a period may have ended, in days: threats are kept for as long unless a tenant chooses otherwise. */
export const mostDaysAgo = 400;

const units = { WEEK: 'week', MONTH: 'month' } as const;

/**
 * The week or month of a day such as 2026-03-18, by default the last one that is over. Throws UserInputError for a zone or a day that does not
 * exist, for a period that has not begun, and for one that ended more than `daysAgo` days ago; `field` leads to the day.
 */
export function periodOf(
  kind: ReportPeriodKind,
  day: string | null,
  timeZone: string,
  now: Date,
  { field = [], daysAgo = mostDaysAgo }: { field?: readonly string[]; daysAgo?: number } = {},
): ReportPeriod {
  if (!isZone(timeZone))
    throw new UserInputError('BAD_TIME_ZONE', 'This is not a time zone: use a name like Europe/Berlin.', [
      ...field,
      'timeZone',
    ]);
  const unit = units[kind];
  const present = windowOf(now, timeZone, unit);
  const asked = day === null ? justBefore(present) : noonOf(day, timeZone, [...field, 'day']);
  const range = windowOf(asked, timeZone, unit);
  if (range.from > now) throw refusedDay(`This ${unit} has not begun.`, field);
  if (now.getTime() - range.to.getTime() > daysAgo * 86_400_000)
    throw refusedDay(`This ${unit} ended more than ${daysAgo} days ago.`, field);
  const before = windowOf(justBefore(range), timeZone, unit);
  return {
    ...{ kind, timeZone, from: range.from, to: range.to, isOver: range.to <= now },
    name: nameOfPeriod(kind, dayOf(range.from, timeZone)),
    day: dayOf(range.from, timeZone),
    lastDay: dayOf(justBefore({ from: range.to }), timeZone),
    before: { ...before, day: dayOf(before.from, timeZone) },
  };
}

/** The name of the week or month of a day, as 2026-W12 or 2026-03. */
export const nameOfPeriod = (kind: ReportPeriodKind, day: string): string =>
  DateTime.fromISO(day, { zone: 'utc' }).toFormat(kind === 'WEEK' ? "kkkk-'W'WW" : 'yyyy-MM');

const inZone = (at: Date, timeZone: string) => DateTime.fromJSDate(at, { zone: knownZone(timeZone) });
const dayOf = (at: Date, timeZone: string): string => inZone(at, timeZone).toFormat('yyyy-MM-dd');
const justBefore = ({ from }: Pick<TimeRange, 'from'>): Date => new Date(from.getTime() - 1);
const refusedDay = (problem: string, field: readonly string[]) =>
  new UserInputError('BAD_DAY', `${problem} Choose another day.`, [...field, 'day']);

/** Noon exists on each day of every zone but those that a zone skipped as a whole. */
function noonOf(day: string, timeZone: string, field: string[]): Date {
  const noon = DateTime.fromISO(`${day}T12:00`, { zone: knownZone(timeZone) });
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || !noon.isValid)
    throw new UserInputError('BAD_DAY', 'Write the day like 2026-03-18.', field);
  return noon.toJSDate();
}
