import { DateTime } from 'luxon';

/** `YYYY-MM-DDTHH:MM:SS` without offset, in the zone of the key's account: the API's worst trap. */
export function naiveDate(date: Date, zone: string): string {
  return DateTime.fromJSDate(date, { zone }).toFormat("yyyy-MM-dd'T'HH:mm:ss");
}

/** The form of incident dates. */
export function dateWithOffset(date: Date, zone: string): string {
  return DateTime.fromJSDate(date, { zone }).toFormat("yyyy-MM-dd'T'HH:mm:ssZZ");
}

/** Reads a filter; its offset is heeded, and without one the zone of the account holds. */
export function filterDate(text: unknown, zone: string): Date | null {
  if (typeof text !== 'string') return null;
  const date = DateTime.fromISO(text, { zone });
  return date.isValid ? date.toJSDate() : null;
}
