import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../../database/database.js';
import { sourceAge } from '../../domain/source-age.js';
import { isStale } from '../../domain/staleness.js';
import { defaultTimeZone } from '../../tenant/tenant-settings.js';
import type { ThreatStatus } from '../intake/draft.js';
import { givenOwners, ownedBy, ownerCount, type ThreatOwners } from '../owners/threat-owners.js';
import { recordedThreats } from './recorded-threats.sql.js';
import { spanBefore } from './span-before.js';
import { type TimeRange, windowOf } from './windows.js';

/** The numbers of a summary: of the calendar windows around now, and of what is unresolved. */
export const counted = ['today', 'thisWeek', 'thisMonth', 'unresolved'] as const;
export type Counted = (typeof counted)[number];

/** How the numbers of one owner on a dashboard are to be read. */
interface SummaryContext {
  /** IANA zone of the windows. */
  timeZone: string;
  /** When it was counted. */
  now: Date;
  asOf: Date | null;
  stale: boolean;
}

/** The numbers of one owner on a dashboard. */
export type CountSummary<Wanted extends Counted = Counted> = SummaryContext & Record<Wanted, number>;

/** How many threats were first detected in the week and the month before, and in as much of them as has passed of the present ones. */
export interface CountsBefore {
  lastWeek: number;
  lastWeekSoFar: number;
  lastMonth: number;
  lastMonthSoFar: number;
}

/** How many threats of one severity and status were first detected in one of the ranges, identified by its index. */
export interface CountCell {
  range: number;
  /** A place in the list of severities. */
  severity: number;
  /** Null for one that only later releases know. */
  status: ThreatStatus | null;
  count: number;
}

/**
 * Numbers for dashboards, of removed threats too. Each takes one statement whatever the number of owners (and one more
 * when the tenant's zone is not what it was), and reads index entries of what was detected in its ranges or is
 * unresolved, none of older history.
 */
export interface ThreatCountsReader {
  /** The wanted numbers (all by default) in the order of the owners; in the tenant's zone where none is asked for. */
  summaries<Wanted extends Counted = Counted>(
    tenantId: string,
    owners: ThreatOwners,
    timeZone: string | null,
    wanted?: readonly Wanted[],
  ): Promise<CountSummary<Wanted>[]>;
  /** Of the time before `now`, in the order of the owners. */
  before(tenantId: string, owners: ThreatOwners, now: Date, zone: string): Promise<CountsBefore[]>;
  /** The cells of each owner over ranges that follow each other without gaps, in the order of the owners. */
  cells(tenantId: string, owners: ThreatOwners, ranges: readonly TimeRange[]): Promise<CountCell[][]>;
  /** How many are unresolved, by the place of their severity, in the order of the owners. */
  unresolved(tenantId: string, owners: ThreatOwners): Promise<number[][]>;
}

/** In the order in which a code of a cell counts them; 0 stands for one that only later releases know. */
const statuses = ['UNRESOLVED', 'RESOLVED', 'FALSE_POSITIVE'] as const satisfies ThreatStatus[];
const codesOfSeverity = 8;
const codesOfRange = 64;

/** Range, severity and status are sent as one number. */
function cellOf(code: number, count: number): CountCell {
  return {
    range: Math.floor(code / codesOfRange),
    severity: Math.floor((code % codesOfRange) / codesOfSeverity),
    status: statuses[(code % codesOfSeverity) - 1] ?? null,
    count,
  };
}

type SummaryRow = Record<Counted, number> & Pick<SummaryContext, 'asOf'> & { staleAt: Date | null; tenantZone: string };

/** The windows of a summary, with their columns. */
const windows = [
  { name: 'today', column: 'today', unit: 'day' },
  { name: 'thisWeek', column: 'this_week', unit: 'week' },
  { name: 'thisMonth', column: 'this_month', unit: 'month' },
] as const;

/** How many tenants' zones are remembered. */
const mostZones = 10_000;

export function createThreatCountsReader(database: Database, clock: () => Date = () => new Date()): ThreatCountsReader {
  /** What each tenant's zone was: only a guess, which each answer confirms or corrects. */
  const lastZones = new Map<string, string>();

  async function summariesIn(
    zone: string,
    {
      now,
      tenantId,
      owners,
      wanted,
    }: { now: Date; tenantId: string; owners: ThreatOwners; wanted: readonly Counted[] },
  ): Promise<{ tenantZone: string; summaries: CountSummary[] }> {
    const open = sql`
      select count(*)::int as unresolved from threat
      where threat.tenant_id = ${tenantId} and ${ownedBy(tenantId, owners, 'threat')} and threat.status = 'UNRESOLVED'`;
    const laterals = [
      ...recentCounts(zone, now, tenantId, owners, wanted),
      ...(wanted.includes('unresolved') ? [open] : []),
      sourceOf(tenantId, owners.kind),
    ];
    const { rows } = await sql<SummaryRow>`
        select ${sql.join(laterals.map((_, index) => sql.raw(`l${index}.*`)))},
          coalesce((select time_zone from tenant_setting where tenant_id = ${tenantId}), ${defaultTimeZone}) as tenant_zone
        from ${givenOwners(tenantId, owners)}
        ${sql.join(
          laterals.map((lateral, index) => sql`cross join lateral (${lateral}) as ${sql.raw(`l${index}`)}`),
          sql` `,
        )}
        order by given.place`.execute(database.read);
    return {
      tenantZone: rows[0]?.tenantZone ?? zone,
      summaries: rows.map(({ staleAt, tenantZone: _, ...row }) => ({
        ...row,
        timeZone: zone,
        now,
        stale: isStale(staleAt, now),
      })),
    };
  }

  return {
    async summaries(tenantId, owners, timeZone, wanted: readonly Counted[] = counted) {
      const asked = { now: clock(), tenantId, owners, wanted };
      const guess = timeZone ?? lastZones.get(tenantId) ?? defaultTimeZone;
      const { tenantZone, summaries } = await summariesIn(guess, asked);
      if (timeZone !== null || tenantZone === guess) return summaries;
      if (lastZones.size >= mostZones) lastZones.clear();
      lastZones.set(tenantId, tenantZone);
      return (await summariesIn(tenantZone, asked)).summaries;
    },

    async before(tenantId, owners, now, zone) {
      const week = spanBefore(now, zone, 'week');
      const month = spanBefore(now, zone, 'month');
      const from = week.whole.from < month.whole.from ? week.whole.from : month.whole.from;
      const to = week.whole.to > month.whole.to ? week.whole.to : month.whole.to;
      const { rows } = await sql<CountsBefore>`
        select recent.* from ${givenOwners(tenantId, owners)} cross join lateral (
          select ${countWithin(week.whole)} as last_week, ${countWithin(week.soFar)} as last_week_so_far,
                 ${countWithin(month.whole)} as last_month, ${countWithin(month.soFar)} as last_month_so_far
          from (${recordedThreats(tenantId, owners, { from, to }, [])}) as recorded) as recent
        order by given.place`.execute(database.read);
      return rows;
    },

    async cells(tenantId, owners, ranges) {
      const [start, end] = [ranges.at(0), ranges.at(-1)];
      if (start === undefined || end === undefined) return [];
      // As numbers: the driver is slow at dates, and a series has hundreds.
      const begins = ranges.map(({ from }) => from.getTime() / 1_000);
      const recorded = recordedThreats(tenantId, owners, { from: start.from, to: end.to }, ['severity', 'status']);
      // One row for each owner: a long series has thousands of cells, and a row of its own for each would cost ten times as much.
      const { rows } = await sql<{ place: number; codes: number[] | null; counts: number[] | null }>`
        select given.place::int, counted.* from ${givenOwners(tenantId, owners)} cross join lateral (
          select array_agg(cell.code) as codes, array_agg(cell.count) as counts from (
            select (width_bucket(date_part('epoch', recorded.at), ${begins}::float8[]) - 1) * ${codesOfRange}::int
                   + recorded.severity * ${codesOfSeverity}::int
                   + coalesce(array_position(${statuses}::text[], recorded.status::text), 0) as code,
                   sum(recorded.count)::int as count
            from (${recorded}) as recorded group by 1) as cell) as counted`.execute(database.read);
      return byPlace(owners, rows, (row) => row).map((found) =>
        found.flatMap(({ codes, counts }) => (codes ?? []).map((code, index) => cellOf(code, counts?.[index] ?? 0))),
      );
    },

    async unresolved(tenantId, owners) {
      const { rows } = await sql<{ place: number; severity: number; count: number }>`
        select given.place::int, counted.* from ${givenOwners(tenantId, owners)} cross join lateral (
          select severity, count(*)::int as count from threat
          where threat.tenant_id = ${tenantId} and ${ownedBy(tenantId, owners, 'threat')} and threat.status = 'UNRESOLVED'
          group by severity) as counted`.execute(database.read);
      return byPlace(owners, rows, (row) => row).map((found) => {
        const bySeverity: number[] = [];
        for (const { severity, count } of found) bySeverity[severity] = count;
        return bySeverity;
      });
    },
  };
}

/** The counts of the wanted windows of the given owner, read in one pass; nothing where none is wanted. */
function recentCounts(
  zone: string,
  now: Date,
  tenantId: string,
  owners: ThreatOwners,
  wanted: readonly Counted[],
): RawBuilder<unknown>[] {
  const ranges = windows
    .filter(({ name }) => wanted.includes(name))
    .map(({ column, unit }) => ({ column, range: windowOf(now, zone, unit) }));
  const [one, ...others] = ranges.map(({ range }) => range);
  if (one === undefined) return [];
  const whole = others.reduce(
    (sum, { from, to }) => ({ from: from < sum.from ? from : sum.from, to: to > sum.to ? to : sum.to }),
    one,
  );
  const counts = ranges.map(({ column, range }) => sql`${countWithin(range)} as ${sql.raw(column)}`);
  return [sql`select ${sql.join(counts)} from (${recordedThreats(tenantId, owners, whole, [])}) as recorded`];
}

/** How many of `recorded` are within a range. */
const countWithin = ({ from, to }: TimeRange) =>
  sql`coalesce(sum(recorded.count) filter (where recorded.at >= ${from} and recorded.at < ${to}), 0)::int`;

/** How old the data of the given owner are: as old as those of its oldest company. Those of a part of a client are as old as the client's. */
function sourceOf(tenantId: string, kind: ThreatOwners['kind']): RawBuilder<unknown> {
  const companies =
    kind === 'TENANT'
      ? sql`company where company.tenant_id = ${tenantId} and company.client_id is not null`
      : kind === 'CLIENTS' || kind === 'SITES'
        ? sql`company where company.tenant_id = ${tenantId} and company.client_id = given.client_id`
        : sql`company join device on device.tenant_id = company.tenant_id and device.company_id = company.id
            where device.tenant_id = ${tenantId} and device.id = given.machine_id`;
  return sql`
    select ${sourceAge}
    from ${companies}`;
}

function byPlace<Row extends { place: number }, Value>(
  owners: ThreatOwners,
  rows: Row[],
  toValue: (row: Row) => Value,
): Value[][] {
  const values: Value[][] = Array.from({ length: ownerCount(owners) }, () => []);
  for (const row of rows) values[row.place - 1]?.push(toValue(row));
  return values;
}
