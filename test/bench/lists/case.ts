/** Something that is asked for in several ways, each of which gives the same rows. */
export interface Case {
  name: string;
  /** The least share of what is answered by hand, with a statement that is not prepared, that the service is to reach. */
  goal?: number;
  /** The request to the service for the number of the request. */
  query: string;
  variables(number: number): object;
  /** The same by hand. */
  sql: string;
  values(number: number): unknown[];
  /** Whether the schema that is written for Mercurius answers the same request. */
  mercurius?: true;
  /** The same to PostGraphile, where its schema has it. */
  postgraphile?: { query: string; variables(number: number): object };
  /** What has to be the same, of the answer of a graph and of the rows by hand. */
  ofGraph(data: Answer): unknown;
  ofRows(rows: Answer[]): unknown;
}

/** Parsed JSON, which these answers are taken apart of without types of their own. */
// biome-ignore lint/suspicious/noExplicitAny: every case has another shape, which `ofGraph` and `ofRows` know.
export type Answer = any;
