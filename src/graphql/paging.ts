import { type RawBuilder, sql } from 'kysely';
import { ArgsType, type ClassType, Directive, Field, Int, ObjectType } from 'type-graphql';
import { onlyUuids } from '../database/uuid.js';
import { UserInputError } from './errors.js';

/** Core's type, shared with it: it has the same fields there, and no descriptions here, so that people read core's. */
@Directive('@shareable')
@ObjectType('PageInfo')
export class PageInfo {
  @Field(() => Boolean)
  hasNextPage!: boolean;

  @Field(() => Boolean)
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true })
  startCursor!: string | null;

  @Field(() => String, { nullable: true })
  endCursor!: string | null;
}

export interface Edge<Node> {
  cursor: string;
  node: Node;
}

export interface ConnectionPage<Node> {
  edges: Edge<Node>[];
  pageInfo: PageInfo;
  /** Time up to which a replica of the database knows the rows; null if they are current. */
  asOf?: Date | null;
}

/** A page of a list with a total, which is counted only when it is read. */
export interface CountedPage<Node> extends ConnectionPage<Node> {
  readonly totalCount: Promise<number>;
}

/** The same with facets, which are counted only when they are read. */
export interface FacetedPage<Node, Facets> extends CountedPage<Node> {
  readonly facets: Promise<Facets>;
}

/**
 * The Relay connection types of a list; `name` is that of the node's type. A `counted` one serves a `CountedPage`, one with `facets` a
 * `FacetedPage`, a `replicated` one is read from a replica where there is one, and has `asOf`.
 */
export function connectionType<Node extends object>(
  name: string,
  node: () => ClassType<Node>,
  { counted = false, replicated = false, facets }: ConnectionOptions = {},
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
  if (replicated)
    Field(() => Date, {
      nullable: true,
      description: 'Time up to which the data are known, from a replica of the database; null if they are current.',
    })(NodeConnection.prototype, 'asOf');
  if (counted)
    Field(() => Int, { simple: false, description: 'Number of rows of the whole list; counted only if selected.' })(
      NodeConnection.prototype,
      'totalCount',
    );
  if (facets)
    Field(facets, {
      simple: false,
      description: 'Number of rows of the whole list by value, for the choices of a filter; counted only if selected.',
    })(NodeConnection.prototype, 'facets');
  return NodeConnection;
}

interface ConnectionOptions {
  counted?: boolean;
  replicated?: boolean;
  facets?: () => ClassType;
}

/** Rows of the longest page. */
export const maximumPage = 100;

/** Rows of a page of a list whose size is left out, unless the list has a default of its own. */
export const defaultPage = 50;

/** The same of lists whose rows are read a few at a time. */
export const shortPage = 20;

/** The arguments of a list: its first rows, from its beginning or after a cursor, or its last ones, from its end or before a cursor. */
export function pageArguments(byDefault = defaultPage): ClassType<PageArguments> {
  @ArgsType()
  class ListArguments implements PageArguments {
    @Field(() => Int, {
      nullable: true,
      description: `Number of rows from the beginning or after \`after\`, 1 to ${maximumPage}; ${byDefault} if neither \`first\` nor \`last\` is given.`,
    })
    first?: number | null;

    @Field(() => String, {
      nullable: true,
      description:
        'Cursor after which the page starts (exclusive), from a page in the same order. Only without `last`.',
    })
    after?: string | null;

    @Field(() => Int, {
      nullable: true,
      description: `Number of rows up to the end or to \`before\`, 1 to ${maximumPage}, in the order of the list. Only without \`first\`.`,
    })
    last?: number | null;

    @Field(() => String, {
      nullable: true,
      description: 'Cursor before which the page ends (exclusive), from a page in the same order. Only with `last`.',
    })
    before?: string | null;
  }
  return ListArguments;
}

export interface PageArguments {
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}

/** The paging among the arguments of a list, and the others. */
export function pagingOf<Given extends PageArguments>(
  args: Given,
): { paging: PageArguments; others: Omit<Given, keyof PageArguments> } {
  const { first, after, last, before, ...others } = args;
  return { paging: { first, after, last, before }, others };
}

/** Which page of a list. `maximum` is for readers inside the service that read whole lists. */
export interface Paging extends PageArguments {
  maximum?: number;
}

/** The rows that are read for a page: from a cursor, or an end of the list, forwards or backwards. */
export interface Span {
  /** Rows of the page. */
  size: number;
  /** Rows to read: one more shows whether the list goes on. */
  limit: number;
  cursor: string | null;
  backward: boolean;
}

/** The rows to read for a page. Throws UserInputError for a size out of bounds, and for arguments of both directions. */
export function spanOf({ first, after, last, before, maximum }: Paging, byDefault = defaultPage): Span {
  const backward = isGiven(last);
  if (backward && (isGiven(first) || isGiven(after)))
    throw badDirection('Send `first` and `after`, or `last` and `before`.', 'last');
  if (!backward && isGiven(before)) throw badDirection('Send `last` with `before`, without `first`.', 'before');
  const size = pageSize(last ?? first ?? byDefault, maximum, backward ? 'last' : 'first');
  return { size, limit: size + 1, cursor: (backward ? before : after) ?? null, backward };
}

const isGiven = (value: unknown) => value !== null && value !== undefined;

const badDirection = (message: string, field: string) => new UserInputError('PAGE_DIRECTION', message, [field]);

/**
 * How the rows of a span are read from a list that is sorted in `direction`: a page backwards is read in the opposite direction, so that an
 * index of the list serves both, and `pageOf` puts its rows in order. `behind` compares a row with the cursor.
 */
export function readingOf(
  { backward }: Pick<Span, 'backward'>,
  direction: 'asc' | 'desc',
): { direction: RawBuilder<unknown>; behind: RawBuilder<unknown> } {
  const ascending = (direction === 'asc') !== backward;
  return ascending ? { direction: sql`asc`, behind: sql`>` } : { direction: sql`desc`, behind: sql`<` };
}

/** Returns a size if it is 1 to the maximum, which is 100 in the graph; else throws UserInputError. */
export function pageSize(size: number, maximum = maximumPage, argument: 'first' | 'last' = 'first'): number {
  if (size < 1 || size > maximum) throw new UserInputError('PAGE_SIZE', `A page has 1 to ${maximum} rows.`, [argument]);
  return size;
}

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

// What is made when it is asked for is a getter of a class. A literal with a getter has a hidden class of its own each time, which V8 keeps, with
// all that the getter can reach, until the next full garbage collection: each page would outlive its request.

/** A row of a list, whose cursor is made when it is asked for. */
class RowEdge<Row> implements Edge<Row> {
  constructor(
    readonly node: Row,
    private readonly cursorOf: (row: Row) => string,
  ) {}

  get cursor(): string {
    return this.cursorOf(this.node);
  }
}

/** Whether a list goes on, and the cursors of the first and the last row of a page. */
class EndsOfPage implements PageInfo {
  constructor(
    private readonly edges: readonly Edge<unknown>[],
    readonly hasNextPage: boolean,
    readonly hasPreviousPage: boolean,
  ) {}

  get startCursor(): string | null {
    return this.edges[0]?.cursor ?? null;
  }

  get endCursor(): string | null {
    return this.edges.at(-1)?.cursor ?? null;
  }
}

/**
 * Makes a page of the rows that were read for a span, in the order of reading; a replica's rows are known up to `asOf`. On the side of its
 * cursor the list goes on: there is the row that the cursor is of.
 */
export function pageOf<Row extends object>(
  rows: Row[],
  { size, cursor, backward }: Span,
  cursorOf: (row: Row) => string,
  asOf: Date | null = null,
): ConnectionPage<Row> {
  const shown = rows.slice(0, size);
  if (backward) shown.reverse();
  const edges = shown.map((row) => new RowEdge(row, cursorOf));
  const goesOn = rows.length > size;
  const hasOrigin = cursor !== null;
  const pageInfo = new EndsOfPage(edges, backward ? hasOrigin : goesOn, backward ? goesOn : hasOrigin);
  return { edges, pageInfo, ...(asOf && { asOf }) };
}

/** A row as what it becomes in the graph; its cursor stays that of the row. */
class MappedEdge<Row, Node> implements Edge<Node> {
  constructor(
    private readonly edge: Edge<Row>,
    readonly node: Node,
  ) {}

  get cursor(): string {
    return this.edge.cursor;
  }
}

/** The same page with what `nodeOf` makes of each row; totals and facets are not taken along, which would count them. */
export function mapPage<Row, Node>(
  { edges, pageInfo, asOf }: ConnectionPage<Row>,
  nodeOf: (row: Row) => Node,
): ConnectionPage<Node> {
  return {
    edges: edges.map((edge) => new MappedEdge(edge, nodeOf(edge.node))),
    pageInfo,
    ...(asOf && { asOf }),
  };
}

/** What is counted of a list, each when it is asked for. */
export interface ListCounts<Facets> {
  total: () => Promise<number>;
  facets: () => Promise<Facets>;
}

class PageWithCounts<Node, Facets> implements FacetedPage<Node, Facets> {
  readonly edges: Edge<Node>[];
  readonly pageInfo: PageInfo;
  readonly asOf: Date | null;

  constructor(
    { edges, pageInfo, asOf }: ConnectionPage<Node>,
    private readonly counts: ListCounts<Facets>,
  ) {
    this.edges = edges;
    this.pageInfo = pageInfo;
    this.asOf = asOf ?? null;
  }

  get totalCount(): Promise<number> {
    return this.counts.total();
  }

  get facets(): Promise<Facets> {
    return this.counts.facets();
  }
}

/** A page with the total and the facets of its list. */
export function withCounts<Node, Facets>(
  page: ConnectionPage<Node>,
  counts: ListCounts<Facets>,
): FacetedPage<Node, Facets> {
  return new PageWithCounts(page, counts);
}

/** A page with the total of its list. */
export function withTotal<Node>(page: ConnectionPage<Node>, total: () => Promise<number>): CountedPage<Node> {
  return new PageWithCounts(page, { total, facets: () => Promise.reject(new Error('This list has no facets.')) });
}
