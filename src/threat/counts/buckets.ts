import { DateTime, type IANAZone } from 'luxon';
import { knownZone } from '../../domain/zone.js';
import { first, type TimeRange } from './windows.js';

export type BucketSize = 'HOUR' | 'DAY';

/** More steps than a chart shows: a month by the hour, two years by the day. */
export const mostBuckets = 750;

const quarterMilliseconds = 15 * 60_000;

/**
 * The hours or days of a zone's clocks that make up a range, in order and without gaps; the first and the last are cut to
 * the range. A day has 23 or 25 hours when the clocks change, and an hour that is shown twice is two, except where the
 * clocks go back by less than one: then it is one, and longer. Null when there are more than `mostBuckets`.
 */
export function bucketsOf(range: TimeRange, size: BucketSize, zoneName: string): TimeRange[] | null {
  const zone = knownZone(zoneName);
  const begins = [range.from];
  for (let at = nextOf(size, range.from, zone); at < range.to; at = nextOf(size, at, zone)) {
    begins.push(at);
    if (begins.length > mostBuckets) return null;
  }
  return begins.map((from, index) => ({ from, to: begins[index + 1] ?? range.to }));
}

/** Where one bucket ends, another begins, and a calendar never moves them: a chart is the same edges again and again. */
const knownEdges = new Map<string, Date>();
const mostRemembered = 20_000;

function nextOf(size: BucketSize, at: Date, zone: IANAZone): Date {
  const key = `${size} ${zone.name} ${at.getTime()}`;
  const known = knownEdges.get(key);
  if (known !== undefined) return known;
  const next = size === 'DAY' ? nextDay(at, zone) : nextHour(at, zone);
  if (knownEdges.size >= mostRemembered) knownEdges.clear();
  knownEdges.set(key, next);
  return next;
}

function nextDay(at: Date, zone: IANAZone): Date {
  const today = DateTime.fromJSDate(at, { zone }).startOf('day');
  // Where the clocks skip a whole day, tomorrow is the day after it.
  for (let days = 1; ; days += 1) {
    const begins = first(today.plus({ days }).startOf('day'));
    if (begins > at) return begins;
  }
}

/** The next quarter at which the clock shows a full hour, or another hour than a quarter before. */
function nextHour(at: Date, zone: IANAZone): Date {
  const clock = (milliseconds: number) => milliseconds + zone.offset(milliseconds) * 60_000;
  const hour = (milliseconds: number) => Math.floor(clock(milliseconds) / 3_600_000);
  let quarter = Math.floor(at.getTime() / quarterMilliseconds) * quarterMilliseconds;
  do quarter += quarterMilliseconds;
  while (clock(quarter) % 3_600_000 !== 0 && hour(quarter) === hour(quarter - quarterMilliseconds));
  return new Date(quarter);
}
