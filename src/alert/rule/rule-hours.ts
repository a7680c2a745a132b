import { DateTime } from 'luxon';
import { knownZone } from '../../domain/zone.js';

export function isWithin(hours: { days: number[]; from: string; to: string }, at: Date, zone: string): boolean {
  const local = DateTime.fromJSDate(at, { zone: knownZone(zone) });
  const minute = local.hour * 60 + local.minute;
  const [from, to] = [minuteOf(hours.from), minuteOf(hours.to)];
  const today = hours.days.includes(local.weekday);
  if (from === to) return today;
  if (from < to) return today && minute >= from && minute < to;
  const yesterday = hours.days.includes(local.weekday === 1 ? 7 : local.weekday - 1);
  return (today && minute >= from) || (yesterday && minute < to);
}

export function minuteOf(time: string): number {
  const [hour, minute] = time.split(':').map(Number);
  return (hour ?? 0) * 60 + (minute ?? 0);
}
