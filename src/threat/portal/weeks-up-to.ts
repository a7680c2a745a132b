import { type TimeRange, windowOf } from '../counts/windows.js';

/** The week of an instant in an IANA zone and those before it, the newest first: `count` of them, without gaps. */
export function weeksUpTo(at: Date, zone: string, count: number): TimeRange[] {
  const weeks = [windowOf(at, zone, 'week')];
  for (let oldest = weeks[0]; oldest !== undefined && weeks.length < count; oldest = weeks.at(-1))
    weeks.push(windowOf(new Date(oldest.from.getTime() - 1), zone, 'week'));
  return weeks;
}
