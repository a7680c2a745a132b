import { sql } from 'kysely';
import type { Database } from '../../database/database.js';
import { type ResponsePromise, type ResponseStep, responseSteps } from '../../domain/response-promise.js';
import type { TimeRange } from '../../threat/counts/windows.js';
import { givenOwners, ownedBy, ownerCount, type ThreatOwners } from '../../threat/owners/threat-owners.js';
import { timedThreats } from './response-times.sql.js';

/** Seconds from the detection of a threat to each step; null for one that was not reached. */
export type ResponseTimes = Record<ResponseStep, number | null>;

/** The times of these threats, in their order; null for what the first read found. One statement. */
export async function readThreatResponses(
  database: Database,
  tenantId: string,
  ids: readonly string[],
): Promise<(ResponseTimes | null)[]> {
  const given = sql`threat.id = any(${[...ids]}::uuid[])`;
  const { rows } = await sql<Record<ResponseStep, string | null> & { id: string }>`
    select timed.id, timed.known, timed.alert, timed.ticket, timed.person
    from (${timedThreats(tenantId, given)}) as timed`.execute(database.query);
  const byId = new Map(rows.map((row) => [row.id, row]));
  const seconds = (value: string | null) => (value === null ? null : Number(value));
  return ids.map((id) => {
    const row = byId.get(id);
    if (row === undefined) return null;
    const { known, alert, ticket, person } = row;
    return { known: seconds(known), alert: seconds(alert), ticket: seconds(ticket), person: seconds(person) };
  });
}

/** One step of the threats of a client and month. */
export interface StepNumbers {
  /** Threats that reached it. */
  reached: number;
  /** Of them; null where there are none. */
  p50: number | null;
  p95: number | null;
  /** Reached within the promise. */
  kept: number;
  /** Still to be reached. */
  waiting: number;
  /** Of those, longer than promised. */
  overdue: number;
}

export interface ResponseNumbers {
  /** Threats with times. */
  threats: number;
  /** Threats that were removed because of their age. */
  removed: number;
  steps: Record<ResponseStep, StepNumbers>;
}

/** Of whose threats, in which months, measured against what, and when. */
export interface AskedResponses {
  owners: ThreatOwners;
  /** One after the other without gaps, the newest first. */
  months: readonly TimeRange[];
  promise: ResponsePromise;
  now: Date;
}

/** The numbers of each owner, in their order, for each month, in the order of the months. Two statements, whatever the number of either. */
export async function readResponseMonths(
  database: Database,
  tenantId: string,
  asked: AskedResponses,
): Promise<ResponseNumbers[][]> {
  const [timed, removed] = await Promise.all([
    readTimed(database, tenantId, asked),
    readRemoved(database, tenantId, asked),
  ]);
  return Array.from({ length: ownerCount(asked.owners) }, (_, owner) =>
    asked.months.map((_month, month) => {
      const key = cellOf(owner + 1, asked.months.length - 1 - month);
      const found = timed.get(key);
      return {
        threats: found?.threats ?? 0,
        removed: removed.get(key) ?? 0,
        steps: Object.fromEntries(
          responseSteps.map((step) => [step, found === undefined ? noStep : stepOf(found, step)]),
        ) as Record<ResponseStep, StepNumbers>,
      };
    }),
  );
}

const noStep: StepNumbers = { reached: 0, p50: null, p95: null, kept: 0, waiting: 0, overdue: 0 };
const cellOf = (place: number, month: number) => `${place} ${month}`;

type TimedRow = { place: number; month: number; threats: number } & Record<
  `${ResponseStep}${'Reached' | 'Kept' | 'Waiting' | 'Overdue'}`,
  number
> &
  Record<`${ResponseStep}Percentiles`, string[] | null>;

const stepOf = (row: TimedRow, step: ResponseStep): StepNumbers => {
  const [p50, p95] = (row[`${step}Percentiles`] ?? []).map(Number);
  return {
    reached: row[`${step}Reached`],
    p50: p50 ?? null,
    p95: p95 ?? null,
    kept: row[`${step}Kept`],
    waiting: row[`${step}Waiting`],
    overdue: row[`${step}Overdue`],
  };
};

async function readTimed(
  database: Database,
  tenantId: string,
  { owners, months, promise, now }: AskedResponses,
): Promise<Map<string, TimedRow>> {
  const { from, to, begins } = spanOf(months);
  // `threat_client` leads to the threats of a client and time; their alerts and logs are looked up one by one.
  const ofOwner = sql`${ownedBy(tenantId, owners, 'threat')} and threat.detected_at >= ${from} and threat.detected_at < ${to}`;
  const numbers = responseSteps.map((step) => {
    const [seconds, waits] = [sql.ref(`timed.${step}`), sql.ref(`timed.${step}_waits`)];
    const name = (suffix: string) => sql.ref(`${step}_${suffix}`);
    const promised = promise[step];
    return sql`
      percentile_disc(array[0.5, 0.95]) within group (order by ${seconds}) as ${name('percentiles')},
      count(${seconds})::int as ${name('reached')},
      count(*) filter (where ${seconds} <= ${promised}::int * 60)::int as ${name('kept')},
      count(*) filter (where ${waits})::int as ${name('waiting')},
      count(*) filter (where ${waits}
        and timed.detected_at < ${now}::timestamptz - ${promised}::int * interval '1 minute')::int as ${name('overdue')}`;
  });
  const { rows } = await sql<TimedRow>`
    select given.place::int, width_bucket(date_part('epoch', timed.detected_at), ${begins}::float8[]) - 1 as month,
           count(*)::int as threats, ${sql.join(numbers)}
    from ${givenOwners(tenantId, owners)} cross join lateral (${timedThreats(tenantId, ofOwner)}) as timed
    group by 1, 2`.execute(database.read);
  return new Map(rows.map((row) => [cellOf(row.place, row.month), row]));
}

async function readRemoved(
  database: Database,
  tenantId: string,
  { owners, months }: AskedResponses,
): Promise<Map<string, number>> {
  const { from, to, begins } = spanOf(months);
  const { rows } = await sql<{ place: number; month: number; removed: number }>`
    select given.place::int, width_bucket(date_part('epoch', kept.quarter), ${begins}::float8[]) - 1 as month,
           sum(kept.count)::int as removed
    from ${givenOwners(tenantId, owners)}
    join threat_kept_count as kept on kept.tenant_id = ${tenantId} and ${ownedBy(tenantId, owners, 'kept')}
      and kept.quarter >= ${from} and kept.quarter < ${to}
    group by 1, 2`.execute(database.read);
  return new Map(rows.map(({ place, month, removed }) => [cellOf(place, month), removed]));
}

/** The whole of the months, and where each begins in seconds since 1970, the oldest first. */
function spanOf(months: readonly TimeRange[]): { from: Date; to: Date; begins: number[] } {
  const [newest, oldest] = [months.at(0), months.at(-1)];
  if (newest === undefined || oldest === undefined) throw new Error('At least one month is asked for.');
  return { from: oldest.from, to: newest.to, begins: months.map(({ from }) => from.getTime() / 1_000).reverse() };
}
