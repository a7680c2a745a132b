import type { ConnectionPage, CountedPage, Edge, FacetedPage, PageInfo, Span } from '../paging.js';

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
