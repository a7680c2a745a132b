import { useEffect, useState } from 'react';

/** The language that texts, dates and numbers are written in. */
export const language = 'en';

const count = new Intl.NumberFormat(language);
const share = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 });
const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' });

export const formatCount = (value: number): string => count.format(value);
/** From 0 to 1. */
export const formatShare = (value: number): string => share.format(value);

/** A moment as people write it, in a time zone (this browser's by default). */
export function formatMoment(at: string | Date, timeZone?: string | null): string {
  return new Intl.DateTimeFormat(language, {
    dateStyle: 'medium',
    timeStyle: 'short',
    ...(timeZone && { timeZone }),
  }).format(new Date(at));
}

/** A day without its time, in a time zone (this browser's by default). */
export function formatDay(at: string | Date, timeZone?: string | null): string {
  return new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', ...(timeZone && { timeZone }) }).format(
    new Date(at),
  );
}

/** A month with its year, in a time zone. */
export function formatMonth(at: string | Date, timeZone: string): string {
  return new Intl.DateTimeFormat(language, { month: 'short', year: 'numeric', timeZone }).format(new Date(at));
}

/** A day of the week, from 1 (Monday) to 7 (Sunday), in short. */
export function formatWeekday(day: number): string {
  // The first of January 2024 was a Monday.
  return new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' }).format(
    new Date(Date.UTC(2024, 0, day)),
  );
}

const units: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** How long ago, or until when: "3 min. ago". */
export function formatAge(at: string | Date, now: Date): string {
  const seconds = (new Date(at).getTime() - now.getTime()) / 1_000;
  const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1];
  return relative.format(Math.round(seconds / size), unit as Intl.RelativeTimeFormatUnit);
}

/** A length of time, such as "10 min" or "1 h". */
export function formatSeconds(seconds: number): string {
  const [unit, size] = units.find(([, length]) => seconds >= length) ?? ['second', 1];
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: String(unit),
    unitDisplay: 'short',
    maximumFractionDigits: 1,
  }).format(seconds / size);
}

/** The present time, renewed each half minute so that ages on screen grow. */
export function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
