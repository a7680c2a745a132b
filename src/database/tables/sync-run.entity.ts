import { defineEntity, p } from '@mikro-orm/core';

/** One pass over a connection's due companies. */
export const SyncRunEntity = defineEntity({
  name: 'SyncRun',
  tableName: 'sync_run',
  properties: (p) => ({
    tenantId: p.text().primary(),
    id: p.uuid().primary(),
    connectionId: p.uuid(),
    state: p.text(),
    trigger: p.text(),
    requestedBy: p.text(),
    /** The client for which *Sync now* was asked for. */
    clientId: p.text().nullable(),
    /** The clients it brought up to date: the cadence achieved is read from them. */
    clientIds: p.array().default([]),
    attempt: p.integer(),
    plan: p.text().nullable(),
    calls: p.integer(),
    /** 0 to 1. */
    shareDone: p.float().default(0),
    queuedAt: p.datetime(),
    startedAt: p.datetime().nullable(),
    endedAt: p.datetime().nullable(),
  }),
  indexes: [
    { name: 'sync_run_connection', properties: ['tenantId', 'connectionId', 'queuedAt', 'id'] },
    { name: 'sync_run_open', properties: ['endedAt', 'tenantId', 'connectionId'] },
    { name: 'sync_run_client', properties: ['tenantId', 'clientId', 'queuedAt'] },
  ],
});

/** One stream of a run: its counts and how it ended. */
const streamProperties = () => ({
  tenantId: p.text().primary(),
  runId: p.uuid().primary(),
  stream: p.text().primary(),
  state: p.text(),
  calls: p.integer().default(0),
  fetched: p.integer(),
  stored: p.integer(),
  matched: p.integer(),
  skipped: p.integer(),
  skippedByReason: p.json<Record<string, number>>(),
  warnings: p.json<string[]>(),
  errorCode: p.text().nullable(),
  errorMessage: p.text().nullable(),
  errorHint: p.text().nullable(),
  startedAt: p.datetime(),
  endedAt: p.datetime().nullable(),
});

export const SyncStreamEntity = defineEntity({
  name: 'SyncStream',
  tableName: 'sync_stream',
  properties: streamProperties(),
});

/** Streams that only some connections have, see `laterStreams`. */
export const OptionalStreamEntity = defineEntity({
  name: 'OptionalStream',
  tableName: 'optional_stream',
  properties: streamProperties(),
});

/** A row of BD that could not be used, as it came. */
export const SkippedRowEntity = defineEntity({
  name: 'SkippedRow',
  tableName: 'skipped_row',
  properties: (p) => ({
    tenantId: p.text().primary(),
    id: p.uuid().primary(),
    runId: p.uuid(),
    stream: p.text(),
    reason: p.text(),
    raw: p.json<unknown>(),
  }),
  indexes: [{ name: 'skipped_row_run', properties: ['tenantId', 'runId'] }],
});
