import { sql, type Transaction } from 'kysely';
import { fromKysely, type JobWithMetadata, PgBoss, type WorkOptions } from 'pg-boss';
import { type Database, type Queries, type Tables } from '../database/database.js';
import { asTenant } from '../database/tenancy.js';
import { connectionOptions } from '../database-url.js';
import { type Logger } from '../logger.js';
import { storedTrace } from '../telemetry/spans.js';
import { type DigestQueue, type JobQueue, type Jobs } from './ports.js';
import { createQueues, jobRetries, queueSchemaOf } from './queue-schema.js';
import { readyQueues, type Waking, wakeWorkers } from './wake-workers.js';

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

interface SeatsJob extends Traced {
  tenantId: string;
  connectionId: string;
}

interface ClientJob extends Traced {
  tenantId: string;
}

interface BackgroundJob extends Traced {
  tenantId: string;
  jobId: string;
}

interface DeliverJob extends Traced {
  tenantId: string;
  actionId: string;
}

interface PublishJob extends Traced {
  tenantId: string;
  publicationId: string;
}

interface DigestJob extends Traced {
  tenantId: string;
  digestId: string;
}

/** Jobs of all replicas, in PostgreSQL. Payloads hold ids only, and the trace they belong to where traces are recorded. */
export interface Queue extends Jobs, JobQueue, DigestQueue {
  /** The schema of its tables. */
  readonly schema: string;
  /** Queues a run. An integration must have at most one run in the queue: see `requestRun`. */
  sync(transaction: Transaction<Tables>, job: SyncJob, priority: number): Promise<void>;
  /** Moves a queued run ahead of scheduled ones. */
  raisePriority(transaction: Transaction<Tables>, runId: string): Promise<void>;
  /** Returns those of these runs that no longer have a job in the queue. */
  withoutJob(queries: Queries, runIds: readonly string[]): Promise<Set<string>>;
  /** Queues a sweep of device states; does nothing while one of the integration is queued or running. */
  sweep(job: SweepJob): Promise<void>;
  /** Queues a look at the seats of an integration, in the same way. */
  seats(job: SeatsJob): Promise<void>;
  /** Queues what is to be done for clients of a tenant; does nothing while that is queued or under way. */
  followClients(job: ClientJob): Promise<void>;
  /** Starts the workers; their signal aborts when the service stops. */
  work(workers: {
    sync: (job: SyncJob, signal: AbortSignal) => Promise<void>;
    sweep: (job: SweepJob, signal: AbortSignal) => Promise<void>;
    seats: (job: SeatsJob, signal: AbortSignal) => Promise<void>;
    clients: (job: ClientJob, signal: AbortSignal) => Promise<void>;
    job: (job: BackgroundJob & { isLastAttempt: boolean }, signal: AbortSignal) => Promise<void>;
    deliver: (job: DeliverJob) => Promise<void>;
    /** Called with a delivery whose retries are exhausted. */
    giveUp: (job: DeliverJob) => Promise<void>;
    publish: (job: PublishJob) => Promise<void>;
    /** Called with a publication whose retries are exhausted. */
    giveUpPublication: (job: PublishJob) => Promise<void>;
    digest: (job: DigestJob) => Promise<void>;
    /** Called with a digest whose retries are exhausted. */
    giveUpDigest: (job: DigestJob) => Promise<void>;
  }): Promise<void>;
  /** Stops accepting jobs, aborts those that run and waits for them. */
  stop(): Promise<void>;
}

/** Priority of runs that a person waits for; that of others is 0. */
export const priorityOfPeople = 10;

export interface QueueParts {
  database: Database;
  /** Straight to PostgreSQL; by default the URL of `database`. */
  directUrl?: string;
  logger: Logger;
  works?: boolean;
}

type WithMetadata = WorkOptions & { includeMetadata: true };

/** How often a worker asks on its own, should it never be woken. */
const rarely = { pollingIntervalSeconds: 60, notifyPollingIntervalSeconds: 60 };

/**
 * Connects to the queue of our schema, and creates its tables if they are missing. A process that `works` also looks after
 * jobs whose worker died.
 */
export async function openQueue({
  database,
  directUrl = database.url,
  logger,
  works = true,
}: QueueParts): Promise<Queue> {
  const options = connectionOptions(directUrl);
  const { schema, isOwner } = await readQueueSchema(database);
  const boss = new PgBoss({
    ...options,
    application_name: `${options.application_name}-jobs`,
    schema,
    // Only its owner may build an index again.
    reindex: isOwner,
    max: 4,
    schedule: false,
    supervise: works,
    useListenNotify: works,
    superviseIntervalSeconds: 10,
    monitorIntervalSeconds: 10,
    maintenanceIntervalSeconds: 60,
    // No job of ours depends on another.
    flowIntervalSeconds: 3_600,
  });
  boss.on('error', (error) => logger.error({ error: error.message }, 'job queue'));
  await boss.start();
  await createQueues(boss);
  const stopping = new AbortController();
  // Neither notifications nor workers find retries that have become due: `wakeWorkers` does, for all queues at once.
  const polling = { ...rarely, heartbeatRefreshSeconds: 3 };
  const wake = (name: string) => {
    for (const worker of boss.getWipData()) if (worker.name === name) boss.notifyWorker(worker.id);
  };
  /** Starts the workers of a queue, which work for the tenant of each job. Those that had a job look for the next at once. */
  const start = <Job extends { tenantId: string }>(
    name: string,
    options: WorkOptions,
    handle: (job: JobWithMetadata<Job>) => Promise<void>,
  ) =>
    boss.work<Job, void, WithMetadata>(name, { ...options, includeMetadata: true }, async ([job]) => {
      if (job) await asTenant(job.data.tenantId, () => handle(job)).finally(() => wake(name));
    });
  let waking: Waking | undefined;

  return {
    schema,
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
    async seats(job) {
      await boss.send(
        'seats',
        { ...job, ...storedTrace() },
        { singletonKey: job.connectionId, group: { id: job.tenantId } },
      );
    },
    async followClients(job) {
      await boss.send(
        'clients',
        { ...job, ...storedTrace() },
        { singletonKey: job.tenantId, group: { id: job.tenantId } },
      );
    },
    async raisePriority(transaction, runId) {
      await boss.update('run', undefined, { id: runId, priority: priorityOfPeople, db: fromKysely(transaction) });
    },
    async withoutJob(queries, runIds) {
      const { rows } = await sql<{ id: string }>`
        select given.id from unnest(${[...runIds]}::uuid[]) as given (id)
        where not exists (select from ${sql.table(`${schema}.job`)} job where name = 'run' and job.id = given.id and state < 'completed')`.execute(
        queries,
      );
      return new Set(rows.map(({ id }) => id));
    },
    async deliver(transaction, tenantId, actionId, notBefore) {
      const later = notBefore && { startAfter: notBefore };
      await boss.send('deliver', { tenantId, actionId, ...storedTrace() }, { ...later, db: fromKysely(transaction) });
    },
    async publish(transaction, tenantId, publicationId, notBefore) {
      const later = notBefore && { startAfter: notBefore };
      const job: PublishJob = { tenantId, publicationId, ...storedTrace() };
      await boss.send('publish', job, { ...later, db: fromKysely(transaction) });
    },
    async digest(transaction, tenantId, digestId) {
      const job: DigestJob = { tenantId, digestId, ...storedTrace() };
      await boss.send('digest', job, { db: fromKysely(transaction), group: { id: tenantId } });
    },
    async job(transaction, job) {
      await boss.send(
        'job',
        { ...job, ...storedTrace() },
        { db: fromKysely(transaction), group: { id: job.tenantId } },
      );
    },
    async work(workers) {
      const signalOf = (job: { signal: AbortSignal }) => AbortSignal.any([stopping.signal, job.signal]);
      // Counted in this process, since a limit over all replicas is exceeded by workers that claim at the same moment.
      await start<SyncJob>('run', { ...polling, localConcurrency: 4, localGroupConcurrency: 2 }, (job) =>
        workers.sync(job.data, signalOf(job)),
      );
      await start<SweepJob>('sweep', { ...polling, localConcurrency: 2, localGroupConcurrency: 1 }, (job) =>
        workers.sweep(job.data, signalOf(job)),
      );
      await start<SeatsJob>('seats', { ...polling, localConcurrency: 2, localGroupConcurrency: 1 }, (job) =>
        workers.seats(job.data, signalOf(job)),
      );
      await start<ClientJob>('clients', { ...polling, localConcurrency: 1 }, (job) =>
        workers.clients(job.data, signalOf(job)),
      );
      await start<BackgroundJob>('job', { ...polling, localConcurrency: 2, groupConcurrency: 1 }, (job) =>
        workers.job({ ...job.data, isLastAttempt: job.retryCount >= jobRetries }, signalOf(job)),
      );
      await start<DeliverJob>('deliver', { ...polling, localConcurrency: 4 }, (job) => workers.deliver(job.data));
      await start<DeliverJob>('deliver-dead', rarely, async ({ data }) => {
        await workers.giveUp(data);
        logger.error({ actionId: data.actionId }, 'an alert action was given up');
      });
      await start<PublishJob>('publish', { ...polling, localConcurrency: 2 }, (job) => workers.publish(job.data));
      await start<PublishJob>('publish-dead', rarely, async ({ data }) => {
        await workers.giveUpPublication(data);
        logger.error({ publicationId: data.publicationId }, 'the publication of an alert was given up');
      });
      await start<DigestJob>('digest', { ...polling, localConcurrency: 2 }, (job) => workers.digest(job.data));
      await start<DigestJob>('digest-dead', rarely, async ({ data }) => {
        await workers.giveUpDigest(data);
        logger.error({ digestId: data.digestId }, 'a weekly digest was given up');
      });
      waking = wakeWorkers({
        readyQueues: () => readyQueues(database.query, schema),
        wake,
        onProblem: (error) => logger.warn({ error: error.message }, 'job queue'),
      });
    },
    async stop() {
      stopping.abort();
      await waking?.stop();
      await boss.stop({ graceful: true, timeout: 20_000 });
    },
  };
}

async function readQueueSchema({ query }: Database): Promise<{ schema: string; isOwner: boolean }> {
  const ours = await sql<{ name: string }>`select current_schema() as name`.execute(query);
  const schema = queueSchemaOf(ours.rows[0]?.name ?? 'public');
  const owned = await sql`
    select from pg_namespace where nspname = ${schema} and not pg_has_role(nspowner, 'usage')`.execute(query);
  return { schema, isOwner: owned.rows.length === 0 };
}
