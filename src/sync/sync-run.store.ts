import { randomUUID } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import { type Database, json, type Tables } from '../database/database.js';
import { announce } from '../database/live-events.js';
import type { Skipped } from '../gravityzone/types.js';
import type { Queue } from './queue.js';

export type RunTrigger = 'SCHEDULE' | 'MANUAL';

/** Skipped rows kept as they came, for each stream of a run. */
const keptSkippedRows = 100;

/**
 * A run of the connection that has not begun: a queued one if there is one, else a new one with its job. The transaction
 * must hold the tenant's lock.
 */
export async function requestRun(
  transaction: Transaction<Tables>,
  queue: Queue,
  request: { tenantId: string; connectionId: string; trigger: RunTrigger; requestedBy: string; now: Date },
): Promise<string> {
  const { tenantId, connectionId, trigger, requestedBy, now } = request;
  const queued = await transaction
    .selectFrom('syncRun')
    .select('id')
    .where('tenantId', '=', tenantId)
    .where('connectionId', '=', connectionId)
    .where('state', '=', 'QUEUED')
    .executeTakeFirst();
  if (queued !== undefined) return queued.id;
  const id = randomUUID();
  await transaction
    .insertInto('syncRun')
    .values({
      tenantId,
      id,
      connectionId,
      state: 'QUEUED',
      trigger,
      requestedBy,
      attempt: 0,
      plan: null,
      calls: 0,
      queuedAt: now,
      startedAt: null,
      endedAt: null,
    })
    .execute();
  await queue.sync(transaction, { tenantId, connectionId, runId: id }, trigger === 'MANUAL' ? 10 : 0);
  await announce(transaction, { tenantId, topic: 'runs', id });
  return id;
}

/** How one stream went. */
export interface StreamOutcome {
  fetched: number;
  stored: number;
  matched: number;
  skipped: Skipped[];
  warnings: string[];
}

/** Keeps the record of one run as it goes. */
export interface RunRecord {
  start(plan: string): Promise<void>;
  stream(
    stream: string,
    state: 'RUNNING' | 'SUCCEEDED' | 'FAILED',
    outcome: StreamOutcome,
    error?: StreamError,
  ): Promise<void>;
  end(state: 'SUCCEEDED' | 'PARTIAL' | 'FAILED' | 'CANCELLED', calls: number): Promise<void>;
}

export interface StreamError {
  code: string;
  message: string;
  hint: string;
}

/** Writes progress of a run and tells those who watch. */
export function recordRun(database: Database, tenantId: string, runId: string): RunRecord {
  const update = async (values: Partial<Tables['syncRun']>) => {
    await database.query
      .updateTable('syncRun')
      .set(values)
      .where('tenantId', '=', tenantId)
      .where('id', '=', runId)
      .execute();
    await announce(database.query, { tenantId, topic: 'runs', id: runId });
  };
  return {
    async start(plan) {
      // A run that is taken up again begins its record anew; what it stored before is simply found unchanged.
      for (const table of ['syncStream', 'skippedRow'] as const)
        await database.query.deleteFrom(table).where('tenantId', '=', tenantId).where('runId', '=', runId).execute();
      await update({ state: 'RUNNING', plan, startedAt: new Date(), attempt: sql<number>`attempt + 1` as never });
    },
    async stream(stream, state, outcome, error) {
      const now = new Date();
      const byReason: Record<string, number> = {};
      for (const { reason } of outcome.skipped) byReason[reason] = (byReason[reason] ?? 0) + 1;
      const values = {
        state,
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
        .insertInto('syncStream')
        .values({ tenantId, runId, stream, startedAt: now, ...values })
        .onConflict((conflict) => conflict.columns(['tenantId', 'runId', 'stream']).doUpdateSet(values))
        .execute();
      const kept = outcome.skipped.slice(0, keptSkippedRows);
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
      await announce(database.query, { tenantId, topic: 'runs', id: runId });
    },
    end: (state, calls) => update({ state, calls, endedAt: new Date() }),
  };
}

/** PostgreSQL's JSON knows no NUL character; everything else of a raw row is kept. */
function storable(raw: unknown): unknown {
  return JSON.parse(JSON.stringify(raw ?? null).replaceAll('\\u0000', '\\ufffd'));
}
