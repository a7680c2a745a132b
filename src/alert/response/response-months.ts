import { DateTime } from 'luxon';
import { knownZone } from '../../domain/zone.js';
import { type TimeRange, windowOf } from '../../threat/counts/windows.js';

/** Calendar months that are shown at most. */
export const mostMonths = 12;

/** A month of a zone's calendar, such as 2026-03. */
export interface NamedMonth extends TimeRange {
  month: string;
}

/** The month of `last` in an IANA zone and those before it, `count` in all, the newest first and without gaps. Throws for a zone that does not exist. */
export function monthsUpTo(last: Date, zone: string, count: number): NamedMonth[] {
  const months: NamedMonth[] = [];
  for (let at = last; months.length < count; ) {
    const range = windowOf(at, zone, 'month');
    months.push({ ...range, month: DateTime.fromJSDate(range.from, { zone: knownZone(zone) }).toFormat('yyyy-MM') });
    at = new Date(range.from.getTime() - 1);
  }
  return months;
}
