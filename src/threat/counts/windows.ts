import { DateTime } from 'luxon';
import { knownZone } from '../../domain/zone.js';

/** From an instant on, up to another that is not part of it. */
export interface TimeRange {
  from: Date;
  to: Date;
}

export type CalendarUnit = 'day' | 'week' | 'month';

/**
 * The day, week or month of `now` in an IANA zone, from midnight to midnight, of two midnights the first (Havana sets its
 * clocks back at one in the night, to midnight); weeks begin on Monday. Throws for a zone that does not exist.
 */
export function windowOf(now: Date, zone: string, unit: CalendarUnit): TimeRange {
  const known = lastWindows.get(`${unit} ${zone}`);
  if (known !== undefined && known.from <= now && now < known.to) return known;
  const window = calculateWindow(now, zone, unit);
  if (lastWindows.size >= mostRemembered) lastWindows.clear();
  lastWindows.set(`${unit} ${zone}`, window);
  return window;
}

/**
 * The window each zone was last asked for: what a calendar says of a stretch of time never changes, and is slow to find
 * out.
 */
const lastWindows = new Map<string, Readonly<TimeRange>>();
const mostRemembered = 1_000;

function calculateWindow(now: Date, zone: string, unit: CalendarUnit): TimeRange {
  const began = DateTime.fromJSDate(now, { zone: knownZone(zone) }).startOf(unit);
  return { from: first(began), to: first(began.plus({ [unit]: 1 }).startOf(unit)) };
}

/** Of two instants that a zone's clocks show alike, the first. */
export function first(local: DateTime): Date {
  return new Date(Math.min(...local.getPossibleOffsets().map((possible) => possible.toMillis())));
}
