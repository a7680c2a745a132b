import type { Beat } from './cell-beats.js';
import type { FarmRequest } from './cell-farm.js';
import type { Cell } from './cell-stage.js';
import { cpuSeconds, cpuSecondsOfServer } from './cell-usage.js';

/** What a cell has used so far: subtract an earlier one. */
export interface Usage {
  /** Milliseconds of the epoch. */
  at: number;
  /** CPU seconds. */
  api: number;
  workers: number;
  postgres: number;
  /** CPU seconds of what stands around the cell: the farm, core's stand-in and this process. */
  around: number;
  /** Rows that PostgreSQL has inserted, updated or deleted, and transactions. */
  rowsWritten: number;
  transactions: number;
  walBytes: number;
}

export async function usageOf({ api, workers, postmaster, farm, core, rows }: Cell): Promise<Usage> {
  const sum = async (processes: readonly { pid: number }[]) =>
    (await Promise.all(processes.map(({ pid }) => cpuSeconds(pid)))).reduce((total, seconds) => total + seconds, 0);
  const [counted] = await rows<Pick<Usage, 'rowsWritten' | 'transactions' | 'walBytes'>>(
    `select (tup_inserted + tup_updated + tup_deleted)::float8 as "rowsWritten", xact_commit::float8 as transactions,
       (pg_current_wal_lsn() - '0/0')::float8 as "walBytes"
     from pg_stat_database where datname = current_database()`,
  );
  return {
    at: Date.now(),
    api: await sum(api),
    workers: await sum(workers),
    postgres: await cpuSecondsOfServer(postmaster),
    around: await sum([...farm, core, { pid: process.pid }]),
    rowsWritten: counted?.rowsWritten ?? 0,
    transactions: counted?.transactions ?? 0,
    walBytes: counted?.walBytes ?? 0,
  };
}

/** What was used between two moments; `at` becomes the milliseconds between them. */
export function usedBetween(earlier: Usage, later: Usage): Usage {
  const used = { ...later };
  for (const name of Object.keys(used) as (keyof Usage)[]) used[name] -= earlier[name];
  return used;
}

/** What `used` is without what the processes take when nothing is due, which does not grow with the devices. */
export function withoutIdling(used: Usage, idle: Usage): Usage {
  const own = { ...used };
  for (const name of ['api', 'workers', 'postgres', 'around'] as const)
    own[name] = Math.max(0, used[name] - (idle[name] * used.at) / idle.at);
  return own;
}

/** The bytes of the database. */
export async function sizeOf({ rows }: Cell): Promise<number> {
  const [size] = await rows<{ bytes: number }>('select pg_database_size(current_database())::float8 as bytes');
  return size?.bytes ?? 0;
}

/** How often each method of GravityZone was called since the last time. */
export async function callsOf({ farm }: Cell): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const child of farm)
    for (const [method, count] of Object.entries(
      await child.ask<Record<string, number>>({ kind: 'calls' } satisfies FarmRequest),
    ))
      counts.set(method, (counts.get(method) ?? 0) + count);
  return counts;
}

interface Run {
  tenantId: string;
  startedAt: number;
  endedAt: number | null;
}

/** How the cadence was kept, in seconds. */
export interface CadenceKept {
  /** From the moment at which a tenant was due to the start of its run. */
  lateness: number[];
  /** From there to the end of the run: how old the data may be that it replaces. */
  until: number[];
  /** From the start of a run to that of the tenant's next one. */
  intervals: number[];
  durations: number[];
  /** Beats in which no run of the tenant began before the next one. */
  missed: number;
}

/** Compares the beats, a tenant's in their order, with the runs that followed. */
export function cadenceKept(beats: readonly Beat[], runs: readonly Run[]): CadenceKept {
  const kept: CadenceKept = { lateness: [], until: [], intervals: [], durations: [], missed: 0 };
  const runsOf = Map.groupBy(runs, ({ tenantId }) => tenantId);
  for (const [tenantId, own] of Map.groupBy(beats, (each) => each.tenantId)) {
    const started = (runsOf.get(tenantId) ?? []).toSorted((a, b) => a.startedAt - b.startedAt);
    let before: Run | undefined;
    for (const [place, { at }] of own.entries()) {
      const next = own[place + 1]?.at ?? Number.POSITIVE_INFINITY;
      const run = started.find(({ startedAt }) => startedAt >= at && startedAt < next);
      if (run === undefined) {
        kept.missed += 1;
        continue;
      }
      kept.lateness.push((run.startedAt - at) / 1_000);
      if (before !== undefined) kept.intervals.push((run.startedAt - before.startedAt) / 1_000);
      before = run;
      if (run.endedAt === null) continue;
      kept.until.push((run.endedAt - at) / 1_000);
      kept.durations.push((run.endedAt - run.startedAt) / 1_000);
    }
  }
  return kept;
}

/** The runs that have started since a moment. */
export function runsSince({ rows }: Cell, at: number): Promise<Run[]> {
  return rows<Run>(
    `select tenant_id as "tenantId", extract(epoch from started_at)::float8 * 1000 as "startedAt",
       extract(epoch from ended_at)::float8 * 1000 as "endedAt"
     from sync_run where started_at >= to_timestamp($1::float8 / 1000)`,
    [at],
  );
}

/** How runs since a moment ended. */
export function endsSince({ rows }: Cell, at: number): Promise<{ state: string; count: number }[]> {
  return rows(
    `select coalesce(state, 'OPEN') as state, count(*)::int from sync_run
     where started_at >= to_timestamp($1::float8 / 1000) group by 1 order by 2 desc`,
    [at],
  );
}
