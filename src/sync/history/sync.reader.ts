import { sql } from 'kysely';
import type { Database } from '../../database/database.js';
import { streamRecords } from '../../database/later-values.js';
import { onlyUuids, uuidOrNone } from '../../database/uuid.js';
import type { Live } from '../../graphql/context.js';
import { decodeTimeCursor, encodeCursor, placeOf } from '../../graphql/lists/cursors.js';
import { pageOf } from '../../graphql/lists/pages.js';
import { type ConnectionPage, type Paging, readingOf, shortPage, spanOf } from '../../graphql/paging.js';
import type { LiveEvent, LiveEvents } from '../../live/live-events.js';
import { createSharedReads, type SharedReads } from '../../live/shared-reads.js';
import { closeable, createAlarm } from '../../live/wake.js';
import type { RunState, SyncRun, SyncStream, Trigger } from './sync.type.js';

declare module '../../graphql/context.js' {
  interface Live {
    /** Progress of one run of the tenant; of all its runs if `runId` is null. */
    runs(tenantId: string, runId: string | null): AsyncIterable<SyncRun>;
  }
}

/** Reads runs; each statement is limited to one tenant. */
export interface SyncReader {
  byIds(tenantId: string, ids: readonly string[]): Promise<SyncRun[]>;
  /** One page, newest first. */
  page(tenantId: string, integrationId: string | null, paging: Paging): Promise<ConnectionPage<SyncRun>>;
}

interface StreamRow extends Omit<SyncStream, 'skippedByReason' | 'problem' | 'startedAt' | 'endedAt'> {
  skippedByReason: Record<string, number>;
  errorCode: string | null;
  errorMessage: string | null;
  errorHint: string | null;
  startedAt: string;
  endedAt: string | null;
}

interface RunRow extends Omit<SyncRun, 'state' | 'trigger' | 'streams' | 'client'> {
  clientId: string | null;
  state: string;
  trigger: string;
  /** As text: the reasons are JSON keys, which must not be converted to camel case. */
  streams: string | null;
}

const columns = sql`
  run.id, run.connection_id as integration_id, run.state, run.trigger, run.requested_by, run.attempt, run.plan, run.calls,
  run.share_done, run.client_id, run.queued_at,
  run.started_at, run.ended_at,
  (select json_agg(json_build_object('stream', stream.stream, 'state', stream.state, 'calls', stream.calls, 'fetched', stream.fetched,
            'stored', stream.stored, 'matched', stream.matched, 'skipped', stream.skipped,
            'skippedByReason', stream.skipped_by_reason, 'warnings', stream.warnings, 'errorCode', stream.error_code,
            'errorMessage', stream.error_message, 'errorHint', stream.error_hint, 'startedAt', stream.started_at,
            'endedAt', stream.ended_at) order by stream.started_at)::text from ${streamRecords} as stream
   where stream.tenant_id = run.tenant_id and stream.run_id = run.id) as streams`;

export function createSyncReader(database: Database): SyncReader {
  return {
    async byIds(tenantId, ids) {
      const { rows } = await sql<RunRow>`
        select ${columns} from sync_run as run
        where run.tenant_id = ${tenantId} and run.id = any(${onlyUuids(ids)}::uuid[])`.execute(database.query);
      return rows.map(runOf);
    },
    async page(tenantId, integrationId, paging) {
      const span = spanOf(paging, shortPage);
      const { direction, behind } = readingOf(span, 'desc');
      const conditions = [sql`run.tenant_id = ${tenantId}`];
      if (integrationId) conditions.push(sql`run.connection_id = ${uuidOrNone(integrationId)}::uuid`);
      const place = placeOf(span, decodeTimeCursor);
      if (place !== null) conditions.push(sql`(run.queued_at, run.id) ${behind} (${place[0]}, ${place[1]}::uuid)`);
      const { rows } = await sql<RunRow>`
        select ${columns} from sync_run as run where ${sql.join(conditions, sql` and `)}
        order by run.queued_at ${direction}, run.id ${direction} limit ${sql.lit(span.limit)}`.execute(database.query);
      return pageOf(rows.map(runOf), span, (run) => encodeCursor([run.queuedAt.getTime(), run.id]));
    },
  };
}

/**
 * A function that gives a run, or all runs of a tenant, each time one makes progress. A single run comes at once in its current
 * state. Subscribers of one tenant share what is read for them.
 */
export function watchRuns({ liveEvents, reader }: { liveEvents: LiveEvents; reader: SyncReader }): Live['runs'] {
  const sharedReads = createSharedReads(liveEvents, 'runs');
  return (tenantId, runId) =>
    closeable((closed) => progressOfRuns({ liveEvents, reader, sharedReads }, tenantId, runId, closed));
}

async function* progressOfRuns(
  parts: { liveEvents: LiveEvents; reader: SyncReader; sharedReads: SharedReads },
  tenantId: string,
  runId: string | null,
  closed: AbortSignal,
): AsyncGenerator<SyncRun> {
  const { liveEvents, reader } = parts;
  const shared = parts.sharedReads(tenantId);
  const changed = new Set<string>();
  const alarm = createAlarm();
  const stop = liveEvents.on(tenantId, 'runs', ({ id }: LiveEvent) => {
    if (id !== undefined && (runId === null || id === runId)) changed.add(id);
    alarm.ring();
  });
  try {
    if (runId !== null) yield* await reader.byIds(tenantId, [runId]);
    while (!closed.aborted) {
      const ids = [...changed].sort();
      changed.clear();
      if (ids.length > 0) yield* await shared.present(ids.join(' '), () => reader.byIds(tenantId, ids));
      if (changed.size === 0) await alarm.rung(closed);
    }
  } finally {
    stop();
    shared.leave();
  }
}

function runOf({ clientId, ...row }: RunRow): SyncRun {
  const streams = JSON.parse(row.streams ?? '[]') as StreamRow[];
  return {
    ...row,
    state: row.state as RunState,
    trigger: row.trigger as Trigger,
    client: clientId === null ? null : { id: clientId },
    streams: streams.map(({ skippedByReason, errorCode, errorMessage, errorHint, startedAt, endedAt, ...stream }) => ({
      ...stream,
      skippedByReason: Object.entries(skippedByReason).map(([reason, count]) => ({ reason, count })),
      problem: errorCode === null ? null : { code: errorCode, message: errorMessage ?? '', hint: errorHint ?? '' },
      startedAt: new Date(startedAt),
      endedAt: endedAt === null ? null : new Date(endedAt),
    })),
  };
}
