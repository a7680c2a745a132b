import { randomUUID } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import { type Database, type Tables } from '../database/database.js';
import { type JobQueue } from '../queue/ports.js';
import { JobKind } from './job.type.js';

/**
 * Returns the id of a job of this kind that has not started: a queued one if it exists, else a new one. The transaction
 * must have the tenant's lock.
 */
export async function requestJob(
  transaction: Transaction<Tables>,
  queue: JobQueue,
  request: { tenantId: string; kind: JobKind; requestedBy: string; now: Date },
): Promise<string> {
  const { tenantId, kind, requestedBy, now } = request;
  const waiting = await transaction
    .selectFrom('job')
    .select('id')
    .where('tenantId', '=', tenantId)
    .where('kind', '=', kind)
    .where('state', '=', 'QUEUED')
    .executeTakeFirst();
  if (waiting !== undefined) return waiting.id;
  const id = randomUUID();
  const progress = { done: 0, total: null, error: null, startedAt: null, endedAt: null };
  await transaction
    .insertInto('job')
    .values({ tenantId, id, kind, state: 'QUEUED', requestedBy, requestedAt: now, ...progress })
    .execute();
  await queue.job(transaction, { tenantId, jobId: id });
  return id;
}

/**
 * Requests the daily maintenance of every tenant whose last one is a day old. Any replica may do so at any time: the
 * tenant's lock lets only one of them request it.
 */
export async function requestDueMaintenance(database: Database, queue: JobQueue, now: Date): Promise<void> {
  // A job whose last attempt died with its replica would otherwise stay RUNNING for ever.
  await sql`
    update job set state = 'FAILED', error = 'It did not end within a day.', ended_at = ${now}
    where state in ('QUEUED', 'RUNNING') and requested_at < ${now}::timestamptz - interval '1 day'`.execute(
    database.query,
  );
  const due = sql<{ tenantId: string }>`
    select distinct connection.tenant_id from connection
    where not exists (select from job where job.tenant_id = connection.tenant_id and job.kind = 'MAINTENANCE'
      and job.requested_at > ${now}::timestamptz - interval '1 day'
      and job.requested_at <= ${now}::timestamptz + interval '5 minutes')`;
  for (const { tenantId } of (await due.execute(database.query)).rows)
    await database.forTenant(tenantId, async (transaction) => {
      const stillDue = (await due.execute(transaction)).rows.some((row) => row.tenantId === tenantId);
      if (stillDue)
        await requestJob(transaction, queue, { tenantId, kind: JobKind.MAINTENANCE, requestedBy: 'schedule', now });
    });
}
