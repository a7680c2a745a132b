import { DateTime } from 'luxon';

const tolerance = 5 * 60_000;
const furthestOffsetMinutes = 14 * 60;
/** From the westernmost zone, UTC-12, to the easternmost. */
const furthestApart = (12 * 60 + furthestOffsetMinutes) * 60_000;

/** Reads the dates of one GravityZone. */
export interface DateReader {
  /** Null when the value is missing, not a date, "never" (year 1) or more than five minutes in the future. */
  read(value: unknown): Date | null;
  /** The same of what may lie ahead, such as the end of a licence; a day without a time begins then. Null after the year 2100. */
  readAhead(value: unknown): Date | null;
  /** Whether a date is in the future by no more than time zones can differ, so that it was read in the wrong zone. */
  isOfOtherZone(value: unknown): boolean;
  /** Formats a date for a filter, in the account's zone with its offset: correct whether or not the offset is used. */
  write(date: Date): string;
}

export interface NaiveZone {
  /** IANA name; wins over the offset and knows summer time. */
  zone?: string | undefined;
  /** Minutes east of UTC, of the season in which they were found. */
  offsetMinutes: number;
}

/** When an ObjectId was minted (its first 8 hex digits are UTC seconds); null for any other id. */
export function mintedAt(id: string): Date | null {
  return /^[0-9a-f]{24}$/i.test(id) ? new Date(Number.parseInt(id.slice(0, 8), 16) * 1_000) : null;
}

const naivePattern = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)$/;
const dayPattern = /^\d{4}-\d{2}-\d{2}$/;
const zonedPattern = /(?:z|[+-]\d{2}:?\d{2})$/i;

function offsetAt(date: Date, naive: NaiveZone): number {
  const zoned = naive.zone === undefined ? null : DateTime.fromJSDate(date, { zone: naive.zone });
  return zoned?.isValid ? zoned.offset : naive.offsetMinutes;
}

function parseNaive(text: string, naive: NaiveZone): number {
  const zoned = naive.zone === undefined ? null : DateTime.fromISO(text.replace(' ', 'T'), { zone: naive.zone });
  if (zoned?.isValid) return zoned.toMillis();
  return Date.parse(`${text.replace(' ', 'T')}Z`) - naive.offsetMinutes * 60_000;
}

/** Dates of Bitdefender come with an offset, or naive in the time zone of the key's account (API reference 6.4). */
export function createDateReader(naive: NaiveZone, clock: () => Date): DateReader {
  /** Epoch milliseconds; NaN when the value is not a date. */
  function parse(value: unknown): number {
    if (typeof value !== 'string' || value.length > 40) return Number.NaN;
    const text = value.trim().replace(/:\s+/g, ':');
    if (naivePattern.test(text)) return parseNaive(text, naive);
    return zonedPattern.test(text) ? Date.parse(text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2')) : Number.NaN;
  }

  return {
    read(value) {
      const milliseconds = parse(value);
      if (Number.isNaN(milliseconds)) return null;
      const neverOrBefore = milliseconds < Date.UTC(1990, 0, 1);
      return neverOrBefore || milliseconds > clock().getTime() + tolerance ? null : new Date(milliseconds);
    },
    readAhead(value) {
      const milliseconds = parse(
        typeof value === 'string' && dayPattern.test(value.trim()) ? `${value.trim()}T00:00` : value,
      );
      const plausible = milliseconds >= Date.UTC(1990, 0, 1) && milliseconds < Date.UTC(2101, 0, 1);
      return plausible ? new Date(milliseconds) : null;
    },
    isOfOtherZone(value) {
      const ahead = parse(value) - clock().getTime();
      return ahead > tolerance && ahead <= furthestApart;
    },
    write(date) {
      const offset = offsetAt(date, naive);
      const sign = offset < 0 ? '-' : '+';
      const hours = String(Math.floor(Math.abs(offset) / 60)).padStart(2, '0');
      const minutes = String(Math.abs(offset) % 60).padStart(2, '0');
      const local = new Date(date.getTime() + offset * 60_000).toISOString().slice(0, 19);
      return `${local}${sign}${hours}${minutes}`;
    },
  };
}

/** Whether it is a date without a zone. */
export function isNaiveDate(value: unknown): value is string {
  return typeof value === 'string' && naivePattern.test(value);
}

/** How many minutes a naive date lies ahead of now, less than zero when behind; null when it is not naive. */
export function minutesAhead(value: unknown, offsetMinutes: number, now: Date): number | null {
  if (!isNaiveDate(value)) return null;
  const ahead = (parseNaive(value, { offsetMinutes }) - now.getTime()) / 60_000;
  return Number.isNaN(ahead) ? null : ahead;
}
