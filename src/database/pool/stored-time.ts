import pg from 'pg';

/** An instant of the database, with its text as the graph gives it: making that text again takes longer than all else that is done to a list of times. */
export class StoredTime extends Date {
  constructor(
    milliseconds: number,
    /** ISO 8601 in UTC, to the millisecond. */
    readonly text: string,
  ) {
    super(milliseconds);
  }
}

const parseAny = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ) as (text: string) => Date;
const usual = /^[1-9]\d{3}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?\+00$/;

/**
 * Reads a `timestamptz` as PostgreSQL writes it in UTC (`2026-11-30 06:11:14.568+00`); digits beyond milliseconds are cut off. What is written
 * otherwise (another zone of the session, years of more or fewer digits, infinity) is read by pg, as a plain date.
 */
export function readTime(written: string): Date {
  if (!usual.test(written)) return parseAny(written);
  const two = (at: number) => written.charCodeAt(at) * 10 + written.charCodeAt(at + 1) - 528;
  const fraction = written.slice(20, -3).padEnd(3, '0').slice(0, 3);
  const milliseconds = Date.UTC(two(0) * 100 + two(2), two(5) - 1, two(8), two(11), two(14), two(17), Number(fraction));
  return new StoredTime(milliseconds, `${written.slice(0, 10)}T${written.slice(11, 19)}.${fraction}Z`);
}
