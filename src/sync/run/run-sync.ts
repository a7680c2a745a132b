import { sql } from 'kysely';
import { followTickets } from '../../alert/delivery/follow-tickets.js';
import { type OpenGravityZone } from '../../connection/open-gravityzone.js';
import { type Database } from '../../database/database.js';
import { type ConnectionRow } from '../../database/tables/rows.js';
import { recordCoverage } from '../../device/coverage/coverage.reader.js';
import { GravityZoneError } from '../../gravityzone/transport/errors.js';
import { type GravityZone } from '../../gravityzone/types.js';
import { type LiveEvents } from '../../live/live-events.js';
import { type Logger } from '../../logger.js';
import { OpsMergeError } from '../../opsmerge/error.js';
import { type OpsMerge } from '../../opsmerge/opsmerge.js';
import { type Jobs } from '../../queue/ports.js';
import { type Queue } from '../../queue/queue.js';
import { type Alerting } from '../../threat/intake/alerting.js';
import { type RunRecord, recordRun, type StreamError, type StreamOutcome } from '../history/sync-run.store.js';
import { details } from './details-stream.js';
import { incidents } from './incidents-stream.js';
import { inventory } from './inventory-stream.js';
import { matching } from './matching-stream.js';
import { planInventory } from './plan.js';
import { shareDone } from './progress.js';
import { quarantine } from './quarantine-stream.js';
import { scheduleCompanies } from './schedule-companies.js';
import { dueCompanies } from './store-drafts.js';
import { DisconnectedError, type Stream, type StreamContext } from './stream-context.js';
import { claimFullWalk, readCompanies } from './sync-companies.js';
import { abortOnDisconnect, hasNewAccess, readConnection } from './watch-connection.js';

export interface SyncParts {
  database: Database;
  opsMerge: OpsMerge;
  jobs: Jobs;
  alerting: Alerting;
  queue: Pick<Queue, 'sync' | 'raisePriority' | 'withoutJob'>;
  openGravityZone: OpenGravityZone;
  liveEvents: LiveEvents;
  logger: Logger;
  /** How long one run may take. The queue gives a run up after an hour, so less than that. */
  runSeconds: number;
}

/** Names that stand for a stream in a run's record, in the order in which they run. */
export const streams: readonly (readonly [string, Stream])[] = [
  ['INVENTORY', inventory],
  ['MATCHING', matching],
  ['INCIDENTS', incidents],
  ['QUARANTINE', quarantine],
  ['DETAILS', details],
];

const defaultPageSize = 1_000;

/**
 * One pass over a connection's due companies. Every stream runs and fails on its own, and what it did is on record.
 * Safe to repeat: a run cut off by a crash is taken up from its beginning and finds what it stored unchanged.
 * Rejects only when the service stops, so that the queue hands the run to another.
 */
export async function runSync(
  parts: SyncParts,
  job: { tenantId: string; connectionId: string; runId: string },
  stopping: AbortSignal,
): Promise<void> {
  const { database } = parts;
  const { tenantId, connectionId, runId } = job;
  const record = recordRun(database, parts.queue, job);
  // Watched before it is read, so that no end falls in between.
  const watch = abortOnDisconnect(parts, { tenantId, id: connectionId });
  try {
    const connection = await readConnection(database, tenantId, connectionId);
    if (connection === undefined || connection.state === 'DISCONNECTED') await record.end('CANCELLED', 0);
    else await runStreams(parts, { connection, runId, record, stopping, ended: watch.ended });
  } finally {
    watch.stop();
  }
}

async function runStreams(
  parts: SyncParts,
  run: { connection: ConnectionRow; runId: string; record: RunRecord; stopping: AbortSignal; ended: AbortSignal },
): Promise<void> {
  const { database, logger } = parts;
  const { connection, runId, record, stopping, ended } = run;
  const { tenantId, id: connectionId } = connection;
  const now = new Date();
  const companies = await readCompanies(database.query, connection, now);
  const plan = await planFor(
    database,
    tenantId,
    connectionId,
    dueCompanies(companies).map(({ id }) => id),
    connection.pageSize,
    await claimFullWalk(database.query, connection, now),
  );
  if (!(await record.start(plan.reason))) return;
  let calls = 0;
  const countCall = () => {
    calls += 1;
  };
  const gravityZone = openOrNull(parts, connection, countCall);
  if (gravityZone === null) {
    await saveConnectionHealth(database, connection, { state: 'FAILING', error: unreadableKey, succeededAt: null });
    const nothing = { readAt: now, succeeded: new Set<string>(), failed: true, unread: new Set<string>() };
    await scheduleCompanies(parts, connection, dueCompanies(companies), nothing, new Date());
    return record.end('FAILED', 0);
  }
  const signal = AbortSignal.any([stopping, ended, AbortSignal.timeout(parts.runSeconds * 1_000)]);
  const context: StreamContext = {
    ...parts,
    ...{ gravityZone, connection, companies, plan, now, signal },
    mappingVersion: connection.mappingVersion,
    unread: new Set(),
    progressed: async () => undefined,
  };
  const errors: StreamError[] = [];
  const succeeded = new Set<string>();
  let lacksOnly = true;
  let disconnected = false;
  try {
    // A key or an address that was changed meanwhile is no failure: the stream that met the old one begins again.
    for (let next = 0; next < streams.length && !disconnected; next += 1) {
      const [name, stream] = streams[next] as (typeof streams)[number];
      const outcome: StreamOutcome = { calls: 0, fetched: 0, stored: 0, matched: 0, skipped: [], warnings: [] };
      const callsBefore = calls;
      const soFar = (share: number) => ({ shareDone: shareDone(next, streams.length, share), calls });
      context.progressed = (share) => {
        outcome.calls = calls - callsBefore;
        return record.progress(name, outcome, soFar(share));
      };
      await record.stream(name, 'RUNNING', outcome, soFar(0));
      try {
        await stream(context, outcome).finally(() => {
          outcome.calls = calls - callsBefore;
        });
        await record.stream(name, 'SUCCEEDED', outcome, soFar(1));
        succeeded.add(name);
      } catch (error) {
        stopping.throwIfAborted();
        disconnected = ended.aborted || error instanceof DisconnectedError;
        const current =
          error instanceof GravityZoneError && !disconnected && (await hasNewAccess(database, context.connection));
        const reopened = current && openOrNull(parts, current, countCall);
        if (current && reopened) {
          await context.gravityZone.close();
          Object.assign(context, { connection: current, gravityZone: reopened });
          next -= 1;
          continue;
        }
        const told = streamError(disconnected ? new DisconnectedError('The connection was ended.') : error);
        if (told.code === 'INTERNAL') logger.error({ err: error, runId, stream: name }, 'a stream failed');
        errors.push(told);
        lacksOnly &&= threatStreams.includes(name) && lacks.includes(told.code);
        await record.stream(name, 'FAILED', outcome, soFar(1), told);
      }
    }
  } finally {
    await context.gravityZone.close();
  }
  if (disconnected) return record.end('CANCELLED', calls);
  const failed = !readingStreams.some((name) => succeeded.has(name));
  const { naiveOffsetMinutes, pageSize, flavour } = context.gravityZone.learnt;
  await saveConnectionHealth(database, connection, {
    state: failed ? 'FAILING' : 'CONNECTED',
    error: errors[0] ?? null,
    succeededAt: lacksOnly ? now : null,
    learnt: {
      ...(naiveOffsetMinutes !== null && { naiveOffsetMinutes }),
      ...(pageSize !== null && { pageSize }),
      ...(flavour !== null && { flavour }),
    },
  });
  await scheduleCompanies(
    parts,
    connection,
    dueCompanies(companies),
    { readAt: now, succeeded, failed: !lacksOnly, unread: context.unread },
    new Date(),
  );
  const clientIds = [...new Set(dueCompanies(companies).flatMap(({ clientId }) => clientId ?? []))];
  await database.forTenant(tenantId, (transaction) => recordCoverage(transaction, tenantId, clientIds, now));
  // Without core's word the tickets stay as they were told last, until the next run.
  await followTickets(parts, tenantId, clientIds, new Date()).catch((error: Error) =>
    logger.warn({ error: error.message }, 'how far tickets are is not known'),
  );
  await record.end(failed ? 'FAILED' : errors.length > 0 ? 'PARTIAL' : 'SUCCEEDED', calls, lacksOnly ? clientIds : []);
}

/** The streams without which a run has read nothing of BD. */
const readingStreams = ['INVENTORY', 'INCIDENTS', 'QUARANTINE'];

/**
 * A key without a licence for incidents, or a GravityZone without them, has all that it can have: the run tells what is
 * lacking, but the companies are synced and keep their pace.
 */
const threatStreams: readonly string[] = ['INCIDENTS', 'QUARANTINE'];
const lacks: readonly string[] = ['NO_LICENCE', 'API_NOT_ENABLED', 'METHOD_NOT_FOUND'];

const unreadableKey: StreamError = {
  code: 'KEY_UNREADABLE',
  message: 'The stored API key cannot be opened with the master keys of this service.',
  hint: 'Put the master key it was sealed with back into MASTER_KEYS, or set a new API key.',
};

/** Null when the stored key does not open; that is the only thing that can go wrong before the first call. */
function openOrNull(parts: SyncParts, connection: ConnectionRow, onCall: () => void): GravityZone | null {
  try {
    return parts.openGravityZone.ofConnection(connection, onCall);
  } catch (error) {
    parts.logger.error({ connectionId: connection.id, error: (error as Error).message }, 'a key does not open');
    return null;
  }
}

/** Writes down how the connection is doing, unless it was ended meanwhile. */
async function saveConnectionHealth(
  database: Database,
  { tenantId, id }: ConnectionRow,
  told: { state: string; error: StreamError | null; succeededAt: Date | null; learnt?: Partial<ConnectionRow> },
): Promise<void> {
  await database.query
    .updateTable('connection')
    .set({
      state: told.state,
      lastErrorCode: told.error?.code ?? null,
      lastErrorMessage: told.error?.message ?? null,
      lastErrorHint: told.error?.hint ?? null,
      ...(told.succeededAt !== null && { lastSucceededAt: told.succeededAt }),
      ...told.learnt,
    })
    .where('tenantId', '=', tenantId)
    .where('id', '=', id)
    .where('state', '<>', 'DISCONNECTED')
    .execute();
}

async function planFor(
  database: Database,
  tenantId: string,
  connectionId: string,
  dueIds: string[],
  pageSize: number | null,
  treeDue: boolean,
) {
  const { rows } = await sql<{ companyId: string; devices: number }>`
    select company.id as company_id, count(device.id)::int as devices from company
    left join device on device.tenant_id = company.tenant_id and device.company_id = company.id
      and device.presence = 'PRESENT'
    where company.tenant_id = ${tenantId} and company.connection_id = ${connectionId}
    group by company.id`.execute(database.query);
  const due = new Set(dueIds);
  return planInventory({
    pageSize: pageSize ?? defaultPageSize,
    deviceCounts: rows.filter(({ companyId }) => due.has(companyId)).map(({ devices }) => devices),
    treeCount: rows.reduce((sum, { devices }) => sum + devices + 1, 0),
    treeDue,
  });
}

function streamError(error: unknown): StreamError {
  if (error instanceof GravityZoneError) return { code: error.code, message: error.message, hint: error.hint };
  if (error instanceof DOMException && error.name === 'TimeoutError')
    return {
      code: 'TIMEOUT',
      message: 'The run took longer than a run may take.',
      hint: 'Nothing to do: what it stored stays, and the next sync goes on from there.',
    };
  if (error instanceof OpsMergeError)
    return {
      code: `OPSMERGE_${error.code}`,
      message: 'OpsMerge core did not answer.',
      hint: 'The next sync tries again.',
    };
  if (error instanceof DisconnectedError)
    return { code: 'DISCONNECTED', message: error.message, hint: 'Connect again to go on syncing.' };
  return { code: 'INTERNAL', message: 'This service failed.', hint: 'The next sync tries again; the log says more.' };
}
