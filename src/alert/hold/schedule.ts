import { DateTime } from 'luxon';
import { knownZone } from '../../domain/zone.js';
import { first, type TimeRange } from '../../threat/counts/windows.js';

/** When a window is open by the clocks of a time zone: at one date, or on days of each week. */
export interface Schedule {
  /** Such as 2026-11-30; null if it repeats. */
  date: string | null;
  /** 1 (Monday) to 7; null if it does not repeat. */
  days: readonly number[] | null;
  /** When it opens: HH:mm. */
  time: string;
  /** How long it is open, by the clock of no zone: an hour that clocks skip or repeat makes it neither shorter nor longer. */
  minutes: number;
}

const minute = 60_000;
const minutesOfDay = 24 * 60;

/**
 * When a schedule is open after an instant, in order; without an end for one that repeats. Of an hour that exists twice, it opens at the
 * first; an hour that clocks skip is moved on by as much as they skip. What was open at `endedAt` ends there.
 */
export function* occurrencesAfter(
  { date, days, time, minutes }: Schedule,
  zone: string,
  after: Date,
  endedAt: Date | null = null,
): Generator<TimeRange> {
  const [hour, minuteOfHour] = time.split(':').map(Number);
  const on = ({ year, month, day }: DateTime): TimeRange => {
    const from = first(
      DateTime.fromObject({ year, month, day, hour, minute: minuteOfHour }, { zone: knownZone(zone) }),
    );
    const to = new Date(from.getTime() + minutes * minute);
    return { from, to: endedAt !== null && from <= endedAt && endedAt < to ? endedAt : to };
  };
  if (date !== null) {
    const occurrence = on(DateTime.fromISO(date, { zone: 'utc' }));
    if (occurrence.to > after) yield occurrence;
    return;
  }
  if (days === null || days.length === 0) return;
  const there = DateTime.fromJSDate(after, { zone: knownZone(zone) });
  // The dates are counted in UTC, where every day exists.
  let day = DateTime.utc(there.year, there.month, there.day).minus({ days: Math.ceil(minutes / minutesOfDay) + 1 });
  for (; ; day = day.plus({ days: 1 })) {
    if (!days.includes(day.weekday)) continue;
    const occurrence = on(day);
    if (occurrence.to > after) yield occurrence;
  }
}

/** A function that gives when a schedule is open at an instant; null where it is not. It remembers what it found. */
export function openAt(schedule: Schedule, zone: string, endedAt: Date | null): (at: Date) => TimeRange | null {
  const known = new Map<number, TimeRange | null>();
  return (at) => {
    const found = known.get(at.getTime());
    if (found !== undefined) return found;
    const [next] = occurrencesAfter(schedule, zone, at, endedAt);
    const range = next !== undefined && next.from <= at ? next : null;
    known.set(at.getTime(), range);
    return range;
  };
}

/** The shortest time from one opening to the next, in minutes by the calendar; null for a schedule that does not repeat. */
export function shortestPause(days: readonly number[] | null): number | null {
  if (days === null || days.length === 0) return null;
  const sorted = [...days].sort((one, other) => one - other);
  const gaps = sorted.map((day, index) => ((sorted[index + 1] ?? (sorted[0] ?? 0) + 7) - day) * minutesOfDay);
  return Math.min(...gaps);
}
