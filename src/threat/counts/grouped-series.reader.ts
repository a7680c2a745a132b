import { sql } from 'kysely';
import type { Database } from '../../database/database.js';
import { givenOwners, type ThreatOwners } from '../owners/threat-owners.js';
import { type RecordedColumn, recordedThreats } from './recorded-threats.sql.js';
import type { TimeRange } from './windows.js';

export type SeriesGrouping = 'SEVERITY' | 'CLIENT' | 'ACTION';

/** The threats of one value over the steps of a series. */
export interface ValueSeries {
  /** As it is stored; null for no value, and for all values beyond the first ones together. */
  value: string | null;
  /** For each step. */
  counts: number[];
}

const columnOf = { SEVERITY: 'severity', CLIENT: 'clientId', ACTION: 'action' } as const satisfies Record<
  SeriesGrouping,
  RecordedColumn
>;

/**
 * How many threats of the owners, removed ones included, were first detected in each of the ranges, which follow each other without gaps, by the
 * values with the most threats: at most `first` of them. One statement, whatever the number of owners, ranges and values.
 */
export async function readGroupedSeries(
  database: Database,
  tenantId: string,
  owners: ThreatOwners,
  { grouping, first, ranges }: { grouping: SeriesGrouping; first: number; ranges: readonly TimeRange[] },
): Promise<ValueSeries[]> {
  const [start, end] = [ranges.at(0), ranges.at(-1)];
  if (start === undefined || end === undefined) return [];
  const begins = ranges.map(({ from }) => from.getTime() / 1_000);
  const column = columnOf[grouping];
  const recorded = recordedThreats(tenantId, owners, { from: start.from, to: end.to }, [column]);
  const { rows } = await sql<{ value: string | null; steps: number[]; counts: number[] }>`
    with counted as (
      select width_bucket(date_part('epoch', recorded.at), ${begins}::float8[]) - 1 as step,
             ${sql.ref(`recorded.${column}`)}::text as value, sum(recorded.count) as count
      from ${givenOwners(tenantId, owners)} cross join lateral (${recorded}) as recorded group by 1, 2),
    ranked as (
      select value, row_number() over (order by sum(count) desc, value) as rank from counted
      where value is not null group by value)
    select own.value, array_agg(own.step) as steps, array_agg(own.count) as counts from (
      select ranked.value, counted.step, sum(counted.count)::int as count
      from counted left join ranked on ranked.value = counted.value and ranked.rank <= ${first}
      group by ranked.value, counted.step) as own
    group by own.value`.execute(database.read);
  return rows.map(({ value, steps, counts }) => {
    const ofStep = new Map(steps.map((step, index) => [step, counts[index] ?? 0]));
    return { value, counts: ranges.map((_, step) => ofStep.get(step) ?? 0) };
  });
}
