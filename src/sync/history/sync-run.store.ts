import { randomUUID } from 'node:crypto';
import { sql, type Transaction, type Updateable } from 'kysely';
import { type Database, json, type Queries, type Tables } from '../../database/database.js';
import { laterStreams } from '../../database/later-values.js';
import type { Skipped } from '../../gravityzone/types.js';
import { announce, announcement } from '../../live/live-events.js';
import { priorityOfPeople, type Queue } from '../../queue/queue.js';
import { measures, startTimer } from '../../telemetry/measures.js';

export type RunTrigger = 'SCHEDULE' | 'MANUAL';

/** How many skipped rows are kept in full for each stream of a run. */
const keptSkippedRows = 100;

/** A request for a run. */
export interface RunRequest {
  tenantId: string;
  connectionId: string;
  trigger: RunTrigger;
  requestedBy: string;
  /** The client a person wants to sync; null for the schedule. */
  clientId: string | null;
  now: Date;
}

/** What requests of runs need of the queue. */
export type RunQueue = Pick<Queue, 'sync' | 'raisePriority' | 'withoutJob'>;

/**
 * Returns the id of a run of the integration that has not started: a queued one if it exists, else a new one. While
 * another is in progress the new one waits without a job, which it gets when that one ends: a job that may not start yet
 * would block those of others. The transaction must have the tenant's lock.
 */
export async function requestRun(
  transaction: Transaction<Tables>,
  queue: RunQueue,
  { now, ...request }: RunRequest,
): Promise<string> {
  const { tenantId, connectionId, trigger } = request;
  const open = await openRuns(transaction, tenantId, connectionId);
  const queued = open.find(({ state }) => state === 'QUEUED');
  if (queued !== undefined) {
    if (trigger === 'MANUAL') await queue.raisePriority(transaction, queued.id);
    return queued.id;
  }
  const id = randomUUID();
  await transaction
    .insertInto('syncRun')
    .values({
      ...request,
      id,
      state: 'QUEUED',
      attempt: 0,
      plan: null,
      calls: 0,
      shareDone: 0,
      clientIds: [],
      queuedAt: now,
      startedAt: null,
      endedAt: null,
    })
    .execute();
  if (open.length === 0) await queue.sync(transaction, { tenantId, connectionId, runId: id }, priorityOf(trigger));
  await announce(transaction, { tenantId, topic: 'runs', id });
  return id;
}

/**
 * Queues the job of the integration's waiting run, unless another run is in progress. The transaction must have the
 * tenant's lock.
 */
export async function beginWaitingRun(
  transaction: Transaction<Tables>,
  queue: RunQueue,
  tenantId: string,
  connectionId: string,
): Promise<void> {
  const open = await openRuns(transaction, tenantId, connectionId);
  const [waiting] = open;
  if (waiting === undefined || open.some(({ state }) => state === 'RUNNING')) return;
  if (!(await queue.withoutJob(transaction, [waiting.id])).has(waiting.id)) return;
  await queue.sync(transaction, { tenantId, connectionId, runId: waiting.id }, priorityOf(waiting.trigger));
}

const priorityOf = (trigger: string) => (trigger === 'MANUAL' ? priorityOfPeople : 0);

function openRuns(transaction: Transaction<Tables>, tenantId: string, connectionId: string) {
  return transaction
    .selectFrom('syncRun')
    .select(['id', 'state', 'trigger'])
    .where('tenantId', '=', tenantId)
    .where('connectionId', '=', connectionId)
    .where('endedAt', 'is', null)
    .execute();
}

/** The outcome of one stream, so far. */
export interface StreamOutcome {
  /** Calls made to BD. */
  calls: number;
  fetched: number;
  stored: number;
  matched: number;
  skipped: Skipped[];
  /** What else could not be read, such as the group of a company: listed, but not counted as a row. */
  unread: Skipped[];
  warnings: string[];
}

export const newOutcome = (): StreamOutcome => ({
  ...{ calls: 0, fetched: 0, stored: 0, matched: 0 },
  ...{ skipped: [], unread: [], warnings: [] },
});

/** The record of one run, kept up to date as it proceeds. */
export interface RunRecord {
  /**
   * Records the start; false when the run has ended already and must not be repeated. Has the tenant's lock, so that each
   * request either is stored before the run reads what is due, or finds the run started and gets the next one.
   */
  start(): Promise<boolean>;
  /** Records what the run reads and why. */
  planned(plan: string): Promise<void>;
  /** Records the progress, at most once a second. */
  progress(stream: string, outcome: StreamOutcome, run: { shareDone: number; calls: number }): Promise<void>;
  /** Records the state of a stream, and when it ends its skipped rows. */
  stream(
    stream: string,
    state: 'RUNNING' | 'SUCCEEDED' | 'FAILED',
    outcome: StreamOutcome,
    run: { shareDone: number; calls: number },
    error?: StreamError,
  ): Promise<void>;
  /**
   * Ends the run and queues the one that waits for it. `clientIds` are the clients whose data are up to date now, `reason` is the code of
   * what went wrong, for the metrics.
   */
  end(
    state: 'SUCCEEDED' | 'PARTIAL' | 'FAILED' | 'CANCELLED',
    calls: number,
    clientIds?: string[],
    reason?: string,
  ): Promise<void>;
}

export interface StreamError {
  code: string;
  message: string;
  hint: string;
}

const progressMilliseconds = 1_000;

/** Returns the record of a run; each change is announced to subscribers. */
export function recordRun(
  database: Database,
  queue: RunQueue,
  { tenantId, connectionId, runId }: { tenantId: string; connectionId: string; runId: string },
): RunRecord {
  let progressedAt = 0;
  const duration = startTimer();
  const update = async (queries: Queries, values: Updateable<Tables['syncRun']>) => {
    const changed = await queries
      .with('changed', (query) =>
        query
          .updateTable('syncRun')
          .set(values)
          .where('tenantId', '=', tenantId)
          .where('id', '=', runId)
          .where('endedAt', 'is', null)
          .returning('id'),
      )
      .selectFrom('changed')
      .select(announcement({ tenantId, topic: 'runs', id: runId }).as('announced'))
      .execute();
    return changed.length > 0;
  };
  const writeStream = async (stream: string, state: string, outcome: StreamOutcome, error?: StreamError) => {
    const now = new Date();
    const byReason: Record<string, number> = {};
    for (const { reason } of outcome.skipped) byReason[reason] = (byReason[reason] ?? 0) + 1;
    const values = {
      state,
      calls: outcome.calls,
      fetched: outcome.fetched,
      stored: outcome.stored,
      matched: outcome.matched,
      skipped: outcome.skipped.length,
      skippedByReason: json(byReason),
      warnings: json(outcome.warnings),
      errorCode: error?.code ?? null,
      errorMessage: error?.message ?? null,
      errorHint: error?.hint ?? null,
      endedAt: state === 'RUNNING' ? null : now,
    };
    await database.query
      .insertInto(laterStreams.includes(stream) ? 'optionalStream' : 'syncStream')
      .values({ tenantId, runId, stream, startedAt: now, ...values })
      .onConflict((conflict) => conflict.columns(['tenantId', 'runId', 'stream']).doUpdateSet(values))
      .execute();
  };
  return {
    start: () =>
      database.forTenant(tenantId, async (transaction) => {
        // A run that is repeated starts its record again; what it stored before is found unchanged.
        for (const table of ['syncStream', 'optionalStream', 'skippedRow'] as const)
          await transaction.deleteFrom(table).where('tenantId', '=', tenantId).where('runId', '=', runId).execute();
        const attempt = sql<number>`attempt + 1` as never;
        return update(transaction, { state: 'RUNNING', plan: null, shareDone: 0, startedAt: new Date(), attempt });
      }),
    async planned(plan) {
      await database.query
        .updateTable('syncRun')
        .set({ plan })
        .where('tenantId', '=', tenantId)
        .where('id', '=', runId)
        .execute();
    },
    async progress(stream, outcome, run) {
      if (performance.now() - progressedAt < progressMilliseconds) return;
      progressedAt = performance.now();
      await writeStream(stream, 'RUNNING', outcome);
      await update(database.query, run);
    },
    async stream(stream, state, outcome, run, error) {
      await writeStream(stream, state, outcome, error);
      const kept = [...outcome.unread, ...outcome.skipped].slice(0, keptSkippedRows);
      if (state !== 'RUNNING' && kept.length > 0)
        await database.query
          .insertInto('skippedRow')
          .values(
            kept.map(({ reason, raw }) => ({
              tenantId,
              id: randomUUID(),
              runId,
              stream,
              reason,
              raw: json(storable(raw)),
            })),
          )
          .execute();
      await update(database.query, run);
    },
    async end(state, calls, clientIds = [], reason = 'NONE') {
      await database.forTenant(tenantId, async (transaction) => {
        const shareDone = state === 'CANCELLED' ? {} : { shareDone: 1 };
        await update(transaction, { state, calls, clientIds, ...shareDone, endedAt: new Date() });
        await beginWaitingRun(transaction, queue, tenantId, connectionId);
      });
      duration(measures().runs, { outcome: state, reason });
    },
  };
}

/** PostgreSQL's JSON cannot store the NUL character; everything else of a raw row is kept. */
function storable(raw: unknown): unknown {
  return JSON.parse(JSON.stringify(raw ?? null).replaceAll('\\u0000', '\\ufffd'));
}
