import { type RawBuilder, sql } from 'kysely';
import { onlyUuids } from '../../database/uuid.js';
import { UserInputError } from '../errors.js';
import type { Span } from '../paging.js';

/** Where cursors are encoded: a buffer for each would take longer than all else about it. */
const scratch = Buffer.alloc(1_024);

/** A cursor of the sort key and the id; opaque to the reader. */
export function encodeCursor(values: readonly (string | number | null)[]): string {
  const text = JSON.stringify(values);
  // A character takes at most three bytes.
  if (text.length > scratch.length / 3) return Buffer.from(text).toString('base64url');
  return scratch.toString('base64url', 0, scratch.write(text));
}

/** The argument that a cursor was given in, for the error of a bad one. */
type CursorArgument = 'after' | 'before';

/** What a decoder finds in the cursor of a span; null if the span has none. */
export function placeOf<Place>(
  { cursor, backward }: Span,
  decode: (cursor: string, argument: CursorArgument) => Place,
): Place | null {
  return cursor === null ? null : decode(cursor, backward ? 'before' : 'after');
}

/** The sort key and the id of a row in a list that has several orders; refuses a cursor of another order. */
export function decodeOrderedCursor(
  cursor: string,
  argument: CursorArgument,
  { order, numeric }: { order: string; numeric: boolean },
): [string, string] {
  const [ordered, sortKey, id] = decodeCursor(cursor, 3, argument);
  if (ordered !== order || sortKey === undefined || id === undefined) throw badCursor(argument);
  if (!numeric) return [sortKey, id];
  if (sortKey === '' || Number.isNaN(Number(sortKey))) throw badCursor(argument);
  return [String(Number(sortKey)), id];
}

/** An expression that a list is sorted by, and its type in SQL. */
export interface SortKey {
  of: RawBuilder<unknown>;
  type: 'integer' | 'text' | 'uuid';
}

/** The keys of a row in a list that is sorted by several, as SQL; refuses a cursor of another order. Its cursor is the order and the keys. */
export function decodeSortKeys(
  cursor: string,
  argument: CursorArgument,
  { order, keys }: { order: string; keys: readonly SortKey[] },
): RawBuilder<unknown>[] {
  const [ordered, ...values] = decodeCursor(cursor, keys.length + 1, argument);
  if (ordered !== order) throw badCursor(argument);
  return keys.map(({ type }, index) => {
    const value = values[index] ?? '';
    if (type === 'integer' && !/^-?\d{1,9}$/.test(value)) throw badCursor(argument);
    if (type === 'uuid' && onlyUuids([value]).length === 0) throw badCursor(argument);
    return sql`${value}::${sql.raw(type)}`;
  });
}

/** The time and the id of a row's cursor; refuses anything else. */
export function decodeTimeCursor(cursor: string, argument: CursorArgument): [Date, string] {
  const [milliseconds = '', id = ''] = decodeCursor(cursor, 2, argument);
  const at = timeOf(milliseconds);
  if (at === null || onlyUuids([id]).length === 0) throw badCursor(argument);
  return [at, id];
}

/** The rank (0 to 99), the time and the id of a row's cursor; refuses anything else. */
function decodeRankedTimeCursor(cursor: string, argument: CursorArgument): [number, Date, string] {
  const [rank = '', milliseconds = '', id = ''] = decodeCursor(cursor, 3, argument);
  const at = timeOf(milliseconds);
  if (!/^\d{1,2}$/.test(rank) || at === null || onlyUuids([id]).length === 0) throw badCursor(argument);
  return [Number(rank), at, id];
}

function timeOf(milliseconds: string): Date | null {
  const at = new Date(Number(milliseconds));
  return /^-?\d{1,15}$/.test(milliseconds) && !Number.isNaN(at.getTime()) ? at : null;
}

/** The keys of the row that a span begins behind, in a list by rank and time or by time alone; null for an end of the list. */
export function timeKeysOf(span: Span, ranked: boolean): RawBuilder<unknown>[] | null {
  const decode = ranked
    ? decodeRankedTimeCursor
    : (...given: Parameters<typeof decodeTimeCursor>) => [null, ...decodeTimeCursor(...given)] as const;
  const place = placeOf<readonly [number | null, Date, string]>(span, decode);
  if (place === null) return null;
  const [rank, at, id] = place;
  const time = [sql`${at}::timestamptz`, sql`${id}::uuid`];
  return rank === null ? time : [sql`${rank}::smallint`, ...time];
}

/** The sequence of an event's cursor; refuses anything else. */
export function decodeSequenceCursor(cursor: string, argument: CursorArgument = 'after'): string {
  const [sequence] = decodeCursor(cursor, 1, argument);
  if (sequence === undefined || !/^\d{1,18}$/.test(sequence)) throw badCursor(argument);
  return sequence;
}

function decodeCursor(cursor: string, length: number, argument: CursorArgument): string[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    // JSON accepts the character NUL, PostgreSQL does not.
    if (Array.isArray(values) && values.length === length && !values.some((value) => String(value).includes('\0')))
      return values.map(String);
  } catch {
    // Every bad cursor has the same error.
  }
  throw badCursor(argument);
}

function badCursor(argument: CursorArgument): UserInputError {
  const origin = argument === 'after' ? 'start from the beginning' : 'end at the end';
  return new UserInputError('BAD_CURSOR', `This is not a cursor of this list: omit \`${argument}\` to ${origin}.`, [
    argument,
  ]);
}
