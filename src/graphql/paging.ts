import { type ClassType, Field, Int, ObjectType } from 'type-graphql';
import { onlyUuids } from '../database/uuid.js';
import { UserInputError } from './errors.js';

@ObjectType('BitdefenderPageInfo', { description: 'Position of a page in its list.' })
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether more rows follow the page.' })
  hasNextPage!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'Cursor of the last row, to pass as `after`; null if the page is empty.',
  })
  endCursor!: string | null;

  @Field(() => Date, {
    nullable: true,
    description: 'Time up to which the data are known, from a replica of the database; null if they are current.',
  })
  asOf?: Date | null;
}

export interface Edge<Node> {
  cursor: string;
  node: Node;
}

export interface ConnectionPage<Node> {
  edges: Edge<Node>[];
  pageInfo: PageInfo;
}

/** A page of a list with a total; `totalCount` is a getter that counts only when it is read. */
export interface CountedPage<Node> extends ConnectionPage<Node> {
  readonly totalCount: Promise<number>;
}

/** The Relay connection types of a list; `name` is that of the node's type. A `counted` one serves a `CountedPage`. */
export function connectionType<Node extends object>(
  name: string,
  node: () => ClassType<Node>,
  { counted = false } = {},
): ClassType<ConnectionPage<Node>> {
  @ObjectType(`${name}Edge`, { description: `A ${name} in a list.` })
  class NodeEdge {
    @Field(() => String, { description: 'Cursor of the row.' })
    cursor!: string;

    @Field(node, { description: 'Row of the list.' })
    node!: Node;
  }

  @ObjectType(`${name}Connection`, { description: `A page of a list of ${name}.` })
  class NodeConnection {
    @Field(() => [NodeEdge], { description: 'Rows of the page, in order.' })
    edges!: NodeEdge[];

    @Field(() => PageInfo, { description: 'Position of the page in the list.' })
    pageInfo!: PageInfo;
  }
  if (counted)
    Field(() => Int, { description: 'Number of rows of the whole list; counted only if selected.' })(
      NodeConnection.prototype,
      'totalCount',
    );
  return NodeConnection;
}

/** Rows of the longest page. */
export const maximumPage = 100;

/** Which page of a list. `maximum` is for readers inside the service that read whole lists. */
export interface Paging {
  first: number;
  after?: string | null | undefined;
  maximum?: number;
}

/** Returns `first` if it is 1 to the maximum, which is 100 in the graph; else throws UserInputError. */
export function pageSize(first: number, maximum = maximumPage): number {
  if (first < 1 || first > maximum)
    throw new UserInputError('PAGE_SIZE', `A page has 1 to ${maximum} rows.`, ['first']);
  return first;
}

/** A cursor of the sort key and the id; opaque to the reader. */
export function encodeCursor(values: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/** The sort key and the id of a row's cursor that `encodeCursor` made; refuses anything else. */
function decodeRowCursor(cursor: string): [string, string] {
  const [sortKey, id] = decodeCursor(cursor, 2);
  if (sortKey === undefined || id === undefined || onlyUuids([id]).length === 0) throw badCursor();
  return [sortKey, id];
}

/** The sort key and the id of a row in a list that has several orders; refuses a cursor of another order. */
export function decodeOrderedCursor(cursor: string, order: string, numeric: boolean): [string, string] {
  const [ordered, sortKey, id] = decodeCursor(cursor, 3);
  if (ordered !== order || sortKey === undefined || id === undefined) throw badCursor();
  if (!numeric) return [sortKey, id];
  if (sortKey === '' || Number.isNaN(Number(sortKey))) throw badCursor();
  return [String(Number(sortKey)), id];
}

/** The time and the id of a row's cursor; refuses anything else. */
export function decodeTimeCursor(cursor: string): [Date, string] {
  const [milliseconds, id] = decodeRowCursor(cursor);
  return [timeOf(milliseconds), id];
}

/** The rank (0 to 99), the time and the id of a row's cursor; refuses anything else. */
export function decodeRankedTimeCursor(cursor: string): [number, Date, string] {
  const [rank = '', milliseconds = '', id = ''] = decodeCursor(cursor, 3);
  if (!/^\d{1,2}$/.test(rank) || onlyUuids([id]).length === 0) throw badCursor();
  return [Number(rank), timeOf(milliseconds), id];
}

function timeOf(milliseconds: string): Date {
  const at = new Date(Number(milliseconds));
  if (!/^-?\d{1,15}$/.test(milliseconds) || Number.isNaN(at.getTime())) throw badCursor();
  return at;
}

/** The sequence of an event's cursor; refuses anything else. */
export function decodeSequenceCursor(cursor: string): string {
  const [sequence] = decodeCursor(cursor, 1);
  if (sequence === undefined || !/^\d{1,18}$/.test(sequence)) throw badCursor();
  return sequence;
}

function decodeCursor(cursor: string, length: number): string[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    // JSON accepts the character NUL, PostgreSQL does not.
    if (Array.isArray(values) && values.length === length && !values.some((value) => String(value).includes('\0')))
      return values.map(String);
  } catch {
    // Every bad cursor has the same error.
  }
  throw badCursor();
}

const badCursor = () =>
  new UserInputError('BAD_CURSOR', 'This is not a cursor of this list: omit `after` to start from the beginning.', [
    'after',
  ]);

/** Makes a page of `size` from rows, of which one more was read to see whether more follow; a replica's rows are known up to `asOf`. */
export function pageOf<Row extends object>(
  rows: Row[],
  size: number,
  cursorOf: (row: Row) => string,
  asOf: Date | null = null,
): ConnectionPage<Row> {
  const shown = rows.slice(0, size);
  const edges = shown.map((node) => ({ node, cursor: cursorOf(node) }));
  return {
    edges,
    pageInfo: { hasNextPage: rows.length > size, endCursor: edges.at(-1)?.cursor ?? null, ...(asOf && { asOf }) },
  };
}
