import { giveWay } from '../domain/give-way.js';
import type { ConnectionPage } from '../graphql/paging.js';
import type { Cell } from './csv.js';

/** A list that can be exported: its name, its columns, and all its rows for a filter, in order. */
export interface Exportable<Wanted> {
  /** The way into the graph whose viewers may have it. */
  permission: string;
  fileName: string;
  columns: readonly string[];
  rows(tenantId: string, wanted: Wanted): AsyncIterable<readonly Cell[]>;
}

/** One row's cells by the names of their columns. */
export type Columns<Row> = Readonly<
  Record<string, (row: Row, clientName: (id: string | undefined) => string | null) => Cell>
>;

/** Every page of a list of a tenant, one after the other; others take their turns in between. */
export async function* everyPage<Row extends object>(
  tenantId: string,
  read: (after: string | null) => Promise<ConnectionPage<Row>>,
): AsyncGenerator<Row[]> {
  for (let after: string | null = null; ; ) {
    const { edges, pageInfo } = await read(after);
    await giveWay(tenantId);
    yield edges.map(({ node }) => node);
    if (!pageInfo.hasNextPage) return;
    after = pageInfo.endCursor;
  }
}
