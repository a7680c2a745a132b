import { sql } from 'kysely';
import type { Database } from '../database/database.js';
import { atPace } from '../database/pool/patience.js';
import type { Logger } from '../logger.js';
import type { JobKind } from './job.type.js';

/** What the work of a job receives. */
export interface JobContext {
  database: Database;
  tenantId: string;
  /** When this attempt started. */
  now: Date;
  /** Aborts when the service stops: another replica then starts the job again from its beginning. */
  signal: AbortSignal;
  /** Records the progress: `done` of `total`, null if the total is not known. */
  report(done: number, total: number | null): Promise<void>;
}

/** The work of one kind of job: short steps, each in its own transaction, which may be repeated from any point. */
export type JobWork = (context: JobContext) => Promise<void>;

/** The work of every kind of job. */
export type JobWorks = Readonly<Record<JobKind, JobWork>>;

/** Runs one job to its end. Rejects when the service stops or the attempt fails, so that the queue retries it. */
export async function runJob(
  parts: { database: Database; works: JobWorks; logger: Logger },
  { tenantId, jobId, isLastAttempt }: { tenantId: string; jobId: string; isLastAttempt: boolean },
  signal: AbortSignal,
): Promise<void> {
  const { database, works, logger } = parts;
  const now = new Date();
  const started = await sql<{ kind: JobKind }>`
    update job set state = 'RUNNING', started_at = coalesce(started_at, ${now}), error = null
    where tenant_id = ${tenantId} and id = ${jobId} and state in ('QUEUED', 'RUNNING') returning kind`.execute(
    database.query,
  );
  const kind = started.rows[0]?.kind;
  if (kind === undefined) return;
  const write = (values: { state?: string; done?: number; total?: number | null; error?: string; endedAt?: Date }) =>
    database.query.updateTable('job').set(values).where('tenantId', '=', tenantId).where('id', '=', jobId).execute();
  try {
    const report = async (done: number, total: number | null) => {
      await write({ done, total });
    };
    await atPace('maintenance', () => works[kind]({ database, tenantId, now, signal, report }));
    await write({ state: 'SUCCEEDED', endedAt: new Date() });
  } catch (error) {
    signal.throwIfAborted();
    logger.error({ err: error, jobId, kind }, 'a job failed');
    await write({
      error: 'This service failed; its log has the details.',
      ...(isLastAttempt && { state: 'FAILED', endedAt: new Date() }),
    });
    throw error;
  }
}
