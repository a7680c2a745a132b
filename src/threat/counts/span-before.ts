import { DateTime } from 'luxon';
import { knownZone } from '../../domain/zone.js';
import { first, type TimeRange, windowOf } from './windows.js';

/** The week or month before, and as much of it as has passed of the present one. */
export interface SpanBefore {
  whole: TimeRange;
  soFar: TimeRange;
}

/**
 * The week or month before that of `now` in an IANA zone. `soFar` ends on its day of the same number (Wednesday, the 17th), when the clocks
 * showed what they show now; in a month that has no such day, it is the whole month. Where the clocks skipped that time, it ends as much
 * later; where they showed it twice, at the first time.
 */
export function spanBefore(now: Date, zoneName: string, unit: 'week' | 'month'): SpanBefore {
  const zone = knownZone(zoneName);
  const present = windowOf(now, zoneName, unit);
  const whole = windowOf(new Date(present.from.getTime() - 1), zoneName, unit);
  const clock = DateTime.fromJSDate(now, { zone });
  const { hour, minute, second, millisecond } = clock;
  const days = (unit === 'week' ? clock.weekday : clock.day) - 1;
  const began = DateTime.fromJSDate(whole.from, { zone });
  const then = began.startOf('day').plus({ days }).set({ hour, minute, second, millisecond });
  return { whole, soFar: { from: whole.from, to: new Date(clamp(first(then).getTime(), whole)) } };
}

const clamp = (at: number, { from, to }: TimeRange) => Math.min(Math.max(at, from.getTime()), to.getTime());
