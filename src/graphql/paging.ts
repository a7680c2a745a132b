import { type RawBuilder, sql } from 'kysely';
import { ArgsType, type ClassType, Directive, Field, Int, ObjectType } from 'type-graphql';
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
