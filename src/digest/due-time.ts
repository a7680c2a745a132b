import { DateTime } from 'luxon';
import { knownZone } from '../domain/zone.js';
import { first, type TimeRange } from '../threat/counts/windows.js';

/** When in the week a person wants the digest, by the clocks of the tenant's time zone. */
export interface DigestTime {
  /** 1 is Monday, 7 is Sunday. */
  weekday: number;
  /** 0 to 23. */
  hour: number;
}

/** When a digest is due, and for which week. */
export interface Due {
  at: Date;
  /** The Monday of the week, such as 2026-11-30. */
  week: string;
}

/**
 * When the digest of a week is due in an IANA zone. Of an hour that exists twice, the first; an hour that clocks skip is moved on by as much
 * as they skip. `week` is a Monday, such as 2026-11-30.
 */
export function dueIn({ weekday, hour }: DigestTime, zone: string, week: string): Date {
  const { year, month, day } = plusDays(week, weekday - 1);
  return first(DateTime.fromObject({ year, month, day, hour }, { zone: knownZone(zone) }));
}

/**
 * The first digest that is due after an instant, of a week after `lastWeek`, null if there was none: with the last week that was requested, no
 * week comes twice, whatever weekday and zone are chosen meanwhile.
 */
export function nextDue(time: DigestTime, zone: string, after: Date, lastWeek: string | null): Due {
  // A day that clocks skip puts its digest into the week that follows.
  let week = weekBefore(mondayOf(after, zone));
  if (lastWeek !== null && lastWeek >= week) week = weekAfter(lastWeek);
  for (;;) {
    const at = dueIn(time, zone, week);
    if (at > after) return { at, week };
    week = weekAfter(week);
  }
}

/** The two stretches that a digest compares: the seven days before the day of an instant in a zone, and the seven before those. */
export function weeksBefore(at: Date, zone: string): { week: TimeRange; weekBefore: TimeRange } {
  const today = DateTime.fromJSDate(at, { zone: knownZone(zone) }).startOf('day');
  const begin = (days: number) => first(today.minus({ days }).startOf('day'));
  return { week: { from: begin(7), to: begin(0) }, weekBefore: { from: begin(14), to: begin(7) } };
}

/** The same day of the week after, and before: of days such as 2026-11-30. */
export const weekAfter = (day: string): string => isoDate(plusDays(day, 7));
const weekBefore = (day: string): string => isoDate(plusDays(day, -7));

/** The Monday of the week of an instant in a zone. */
const mondayOf = (at: Date, zone: string): string => {
  const there = DateTime.fromJSDate(at, { zone: knownZone(zone) });
  return isoDate(DateTime.utc(there.year, there.month, there.day).startOf('week'));
};

// In UTC, where every day exists.
const plusDays = (day: string, days: number): DateTime => DateTime.fromISO(day, { zone: 'utc' }).plus({ days });

const isoDate = (day: DateTime): string => day.toFormat('yyyy-MM-dd');
