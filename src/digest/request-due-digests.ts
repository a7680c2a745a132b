import { randomUUID } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import type { Database, Tables } from '../database/database.js';
import type { DigestQueue } from '../queue/ports.js';
import { defaultTimeZone, readTenantSettings } from '../tenant/tenant-settings.js';
import { type DigestRow, readDigest } from './digest.store.js';
import { type DigestPlan, planDigest } from './plan-digest.js';

/** How many digests are looked at in one tick; the rest waits for the next one. */
const mostAtOnce = 1_000;

/**
 * Requests each digest that is due, and plans those again whose tenant has another time zone since. Any replica may do so at any time: the
 * tenant's lock lets only one of them request a week, and a week has one row.
 */
export async function requestDueDigests(database: Database, queue: DigestQueue, now: Date): Promise<void> {
  const { rows } = await sql<{ tenantId: string; subject: string }>`
    (select tenant_id, subject from digest where next_at <= ${now} order by next_at limit ${sql.lit(mostAtOnce)})
    union
    (select digest.tenant_id, digest.subject from digest
     left join tenant_setting on tenant_setting.tenant_id = digest.tenant_id
     where digest.next_at is not null and digest.time_zone <> coalesce(tenant_setting.time_zone, ${defaultTimeZone})
     limit ${sql.lit(mostAtOnce)})`.execute(database.query);
  for (const [tenantId, ofTenant] of Map.groupBy(rows, (row) => row.tenantId))
    await database.forTenant(tenantId, async (transaction) => {
      const { timeZone } = await readTenantSettings(transaction, tenantId);
      for (const { subject } of ofTenant) await replan(transaction, queue, { tenantId, subject, timeZone, now });
    });
}

async function replan(
  transaction: Transaction<Tables>,
  queue: DigestQueue,
  { tenantId, subject, timeZone, now }: { tenantId: string; subject: string; timeZone: string; now: Date },
): Promise<void> {
  const digest = await readDigest(transaction, tenantId, subject);
  if (digest === undefined || !isPlanned(digest)) return;
  const { requested, next } = planDigest(digest, timeZone, now);
  for (const each of requested) await request(transaction, queue, { tenantId, subject, now }, each);
  await transaction
    .updateTable('digest')
    .set({ timeZone, nextAt: next.at, nextWeek: next.week })
    .where('tenantId', '=', tenantId)
    .where('subject', '=', subject)
    .execute();
}

const isPlanned = (digest: DigestRow): digest is DigestRow & { nextAt: Date; nextWeek: string } =>
  digest.nextAt !== null && digest.nextWeek !== null;

/** Stores the week's delivery with its job, unless the week has one; one that is too late has no job. */
async function request(
  transaction: Transaction<Tables>,
  queue: DigestQueue,
  { tenantId, subject, now }: { tenantId: string; subject: string; now: Date },
  { at, week, tooLate }: DigestPlan['requested'][number],
): Promise<void> {
  const id = randomUUID();
  const outcome = tooLate
    ? { state: 'SKIPPED', reason: 'TOO_LATE', settledAt: now }
    : { state: 'PENDING', reason: null, settledAt: null };
  const stored = await transaction
    .insertInto('digestDelivery')
    .values({ tenantId, id, subject, week, dueAt: at, title: null, body: null, ...outcome })
    .onConflict((conflict) => conflict.columns(['tenantId', 'subject', 'week']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (stored !== undefined && !tooLate) await queue.digest(transaction, tenantId, id);
}
