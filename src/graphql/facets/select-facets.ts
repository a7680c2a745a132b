import { type RawBuilder, sql } from 'kysely';

/** What the rows of a list are counted by. */
export interface Dimension {
  /** SQL of the value of a row as text, or of its values as an array of text. */
  value: RawBuilder<unknown>;
  /** Whether a row has several values: it counts for each of them. */
  several?: boolean;
  /** Whether the filter of the list narrows it. */
  filtered: boolean;
}

export interface FacetParts<Name extends string> {
  /** A relation `given` with the `place` of each owner of a list. */
  given: RawBuilder<unknown>;
  /** A `with` clause for `source`, which may refer to `given`. */
  prepared?: RawBuilder<unknown>;
  /** What the rows are selected from. */
  source: RawBuilder<unknown>;
  dimensions: Readonly<Record<Name, Dimension>>;
  /** The conditions of the list, without those of one dimension. */
  conditions: (ignored: Name | null) => readonly RawBuilder<unknown>[];
}

export interface FacetRow {
  place: number;
  dimension: string;
  value: string | null;
  count: number;
}

/** Values that are read of each dimension, those with the most rows first. */
export const mostFacetValues = 100;

/**
 * How many rows of each owner's list have each value of each dimension, in one statement. A dimension ignores its own part of the filter: its
 * numbers say what another value would show. Rows are read once for all dimensions that the filter leaves alone, with grouping sets, and
 * once more for each that it narrows: every time with the conditions of the list but one, so that the indexes of the list serve them.
 */
export function selectFacets<Name extends string>(parts: FacetParts<Name>): RawBuilder<FacetRow> {
  const { given, prepared, dimensions, conditions, source } = parts;
  const names = Object.keys(dimensions) as Name[];
  const isFree = (name: Name) => !dimensions[name].filtered && !dimensions[name].several;
  const alone = names.filter((name) => !isFree(name));
  const ignoredBy = (name: Name) => (dimensions[name].filtered ? name : null);
  const where = (ignored: Name | null) => sql.join(conditions(ignored), sql` and `);
  const sets = [
    ...(alone.length < names.length ? [groupedBy(source, pick(dimensions, names.filter(isFree)), where(null))] : []),
    ...alone.map((name) =>
      dimensions[name].several
        ? unnested(source, name, dimensions[name], where(ignoredBy(name)))
        : groupedBy(source, pick(dimensions, [name]), where(ignoredBy(name))),
    ),
  ];
  return sql<FacetRow>`
    select given.place::int, facet.dimension, facet.value, facet.count from ${given} cross join lateral (
      ${prepared ?? sql``}
      select ranked.dimension, ranked.value, ranked.count from (
        select found.*, row_number() over (partition by found.dimension order by found.count desc, found.value) as rank
        from (${sql.join(sets, sql` union all `)}) as found) as ranked
      where ranked.rank <= ${mostFacetValues}) as facet
    order by given.place, facet.dimension, facet.count desc, facet.value`;
}

const pick = <Name extends string>(dimensions: Readonly<Record<Name, Dimension>>, names: readonly Name[]) =>
  names.map((name) => [name, dimensions[name]] as const);

/** The values of some dimensions with their numbers, from one read of the rows. */
function groupedBy(
  source: RawBuilder<unknown>,
  dimensions: readonly (readonly [string, Dimension])[],
  where: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const columns = dimensions.map(([name, { value }], index) => ({ name, value, column: sql.ref(`d${index}`) }));
  const ofSet = (then: (column: (typeof columns)[number]) => RawBuilder<unknown>) =>
    sql`case ${sql.join(
      columns.map((each) => sql`when grouping(${each.column}) = 0 then ${then(each)}`),
      sql` `,
    )} end`;
  return sql`
    select ${ofSet(({ name }) => sql.lit(name))} as dimension, ${ofSet(({ column }) => column)} as value, count(*)::int as count
    from (select ${sql.join(columns.map(({ value, column }) => sql`${value} as ${column}`))} from ${source} where ${where}) as listed
    group by grouping sets (${sql.join(columns.map(({ column }) => sql`(${column})`))})`;
}

/** The values of a dimension of which a row has several. */
function unnested(
  source: RawBuilder<unknown>,
  name: string,
  { value }: Dimension,
  where: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`
    select ${sql.lit(name)}, each.value, count(*)::int from ${source} cross join lateral unnest(${value}) as each (value)
    where ${where} group by each.value`;
}

/** The values of each dimension with their numbers, the largest first. */
export type FacetCounts<Name extends string> = Partial<Record<Name, { value: string | null; count: number }[]>>;

/** The rows of `selectFacets` by owner: as many as there are places. */
export function facetCounts<Name extends string>(rows: readonly FacetRow[], owners: number): FacetCounts<Name>[] {
  const byPlace = Map.groupBy(rows, ({ place }) => place);
  return Array.from({ length: owners }, (_, index) => {
    const ofOwner = Object.groupBy(byPlace.get(index + 1) ?? [], ({ dimension }) => dimension);
    return ofOwner as FacetCounts<Name>;
  });
}
