import { sql, type Transaction } from 'kysely';
import { fromKysely, PgBoss } from 'pg-boss';
import { type Database, type Queries, type Tables } from '../database/database.js';
import { connectionOptions } from '../database-url.js';
import { type Logger } from '../logger.js';
import { storedTrace } from '../telemetry/spans.js';
import { type JobQueue, type Jobs } from './ports.js';

/** The trace to which the work of a job belongs, if it is recorded. */
interface Traced {
  traceparent?: string;
}

interface SyncJob extends Traced {
  tenantId: string;
  connectionId: string;
  runId: string;
}

interface SweepJob extends Traced {
  tenantId: string;
  connectionId: string;
}

interface BackgroundJob extends Traced {
  tenantId: string;
  jobId: string;
}

interface DeliverJob extends Traced {
  tenantId: string;
  actionId: string;
}

/** Jobs of all replicas, in PostgreSQL. Payloads hold ids only, and the trace they belong to where traces are recorded. */
export interface Queue extends Jobs, JobQueue {
  /** Queues a run. A connection must have at most one run in the queue: see `requestRun`. */
  sync(transaction: Transaction<Tables>, job: SyncJob, priority: number): Promise<void>;
  /** Moves a queued run ahead of scheduled ones. */
  raisePriority(transaction: Transaction<Tables>, runId: string): Promise<void>;
  /** Returns those of these runs that no longer have a job in the queue. */
  withoutJob(queries: Queries, runIds: readonly string[]): Promise<Set<string>>;
  /** Queues a sweep of device states; does nothing while one of the connection is queued or running. */
  sweep(job: SweepJob): Promise<void>;
  /** Starts the workers; their signal aborts when the service stops. */
  work(workers: {
    sync: (job: SyncJob, signal: AbortSignal) => Promise<void>;
    sweep: (job: SweepJob, signal: AbortSignal) => Promise<void>;
    job: (job: BackgroundJob & { isLastAttempt: boolean }, signal: AbortSignal) => Promise<void>;
    deliver: (job: DeliverJob) => Promise<void>;
    /** Called with a delivery whose retries are exhausted. */
    giveUp: (job: DeliverJob) => Promise<void>;
  }): Promise<void>;
  /** Stops accepting jobs, aborts those that run and waits for them. */
  stop(): Promise<void>;
}

/** Priority of runs that a person waits for; that of others is 0. */
export const priorityOfPeople = 10;

/** A crashed replica's job is picked up by another when its heartbeat is missing. */
const heartbeatSeconds = 10;

const jobRetries = 5;

/** Connects to the queue and creates its tables (schema `pgboss`) if they are missing. */
export async function openQueue({ database, logger }: { database: Database; logger: Logger }): Promise<Queue> {
  const options = connectionOptions(database.url);
  const boss = new PgBoss({
    ...options,
    application_name: `${options.application_name}-jobs`,
    max: 4,
    schedule: false,
    useListenNotify: true,
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
    maintenanceIntervalSeconds: 60,
  });
  boss.on('error', (error) => logger.error({ error: error.message }, 'job queue'));
  await boss.start();
  const common = { notify: true, heartbeatSeconds, expireInSeconds: 3_600 };
  // Not with the policy `singleton`: a job that may not start yet would block those of others.
  await boss.createQueue('run', { ...common, retryLimit: 5, retryDelay: 5, retryBackoff: true });
  await boss.createQueue('job', { ...common, retryLimit: jobRetries, retryDelay: 5, retryBackoff: true });
  // Not retried: the next tick asks again.
  await boss.createQueue('sweep', { ...common, policy: 'exclusive', retryLimit: 0 });
  await boss.createQueue('deliver-dead', { notify: true, retryLimit: 100, retryBackoff: true, retryDelayMax: 600 });
  await boss.createQueue('deliver', {
    ...common,
    retryLimit: 30,
    retryDelay: 1,
    retryBackoff: true,
    retryDelayMax: 600,
    deadLetter: 'deliver-dead',
  });
  const stopping = new AbortController();
  // A notification wakes each worker for one job; the rest of a burst, and retries, are found by polling, which pg-boss
  // would otherwise slow down to every 30 seconds.
  const polling = { pollingIntervalSeconds: 1, notifyPollingIntervalSeconds: 1, heartbeatRefreshSeconds: 3 };

  return {
    async sync(transaction, job, priority) {
      const options = { id: job.runId, priority, group: { id: job.tenantId } };
      await boss.send('run', { ...job, ...storedTrace() }, { ...options, db: fromKysely(transaction) });
    },
    async sweep(job) {
      await boss.send(
        'sweep',
        { ...job, ...storedTrace() },
        { singletonKey: job.connectionId, group: { id: job.tenantId } },
      );
    },
    async raisePriority(transaction, runId) {
      await boss.update('run', undefined, { id: runId, priority: priorityOfPeople, db: fromKysely(transaction) });
    },
    async withoutJob(queries, runIds) {
      const { rows } = await sql<{ id: string }>`
        select given.id from unnest(${[...runIds]}::uuid[]) as given (id)
        where not exists (select from pgboss.job where name = 'run' and job.id = given.id and state < 'completed')`.execute(
        queries,
      );
      return new Set(rows.map(({ id }) => id));
    },
    async deliver(transaction, tenantId, actionId, notBefore) {
      const later = notBefore && { startAfter: notBefore };
      await boss.send('deliver', { tenantId, actionId, ...storedTrace() }, { ...later, db: fromKysely(transaction) });
    },
    async job(transaction, job) {
      await boss.send(
        'job',
        { ...job, ...storedTrace() },
        { db: fromKysely(transaction), group: { id: job.tenantId } },
      );
    },
    async work(workers) {
      // Counted in this process, since a limit over all replicas is exceeded by workers that claim at the same moment.
      await boss.work<SyncJob>('run', { ...polling, localConcurrency: 4, localGroupConcurrency: 2 }, async ([job]) => {
        if (job) await workers.sync(job.data, AbortSignal.any([stopping.signal, job.signal]));
      });
      await boss.work<SweepJob>(
        'sweep',
        { ...polling, localConcurrency: 2, localGroupConcurrency: 1 },
        async ([job]) => {
          if (job) await workers.sweep(job.data, AbortSignal.any([stopping.signal, job.signal]));
        },
      );
      await boss.work<BackgroundJob>(
        'job',
        { ...polling, localConcurrency: 2, groupConcurrency: 1, includeMetadata: true },
        async ([job]) => {
          if (job)
            await workers.job(
              { ...job.data, isLastAttempt: job.retryCount >= jobRetries },
              AbortSignal.any([stopping.signal, job.signal]),
            );
        },
      );
      await boss.work<DeliverJob>('deliver', { ...polling, localConcurrency: 4 }, async ([job]) => {
        if (job) await workers.deliver(job.data);
      });
      await boss.work<DeliverJob>('deliver-dead', { pollingIntervalSeconds: 5 }, async ([job]) => {
        if (!job) return;
        await workers.giveUp(job.data);
        logger.error({ actionId: job.data.actionId }, 'an alert action was given up');
      });
    },
    async stop() {
      stopping.abort();
      await boss.stop({ graceful: true, timeout: 20_000 });
    },
  };
}
