import { sql } from 'kysely';
import { recordAudit } from '../audit/audit.js';
import type { Database, Queries } from '../database/database.js';
import { type OpsMerge, OpsMergeError } from '../opsmerge/opsmerge.js';
import { type DigestFactsParts, readDigestFacts } from './digest-facts.reader.js';
import { type DigestReason, type DigestState, reasonToSkip } from './digest-state.js';
import { draftDigest } from './draft-digest.js';
import { type DigestText, renderDigest } from './render-digest.js';

/** What a delivery works with. */
export interface DigestDeliveryParts extends DigestFactsParts {
  opsMerge: OpsMerge;
}

/** What a person must be permitted to get a digest: what opens everything that it counts. Core checks it when it is sent. */
export const digestScope = 'bitdefender:read';

interface DeliveryToSend {
  subject: string;
  dueAt: Date;
  title: string | null;
  body: string | null;
  isOn: boolean;
  isRefused: boolean;
}

/**
 * Sends one digest. Its id is the idempotency key and its text is kept until it is settled, so a repetition after a crash or a lost answer
 * changes nothing. Throws what went wrong, for the queue to retry. Who is no longer known to core, or may no longer see the data, gets nothing
 * and the digest is switched off.
 */
export async function deliverDigest(parts: DigestDeliveryParts, tenantId: string, id: string): Promise<void> {
  const { database, opsMerge } = parts;
  const delivery = await readDelivery(database, tenantId, id);
  if (delivery === undefined) return;
  const skip = reasonToSkip(delivery, new Date());
  if (skip !== null) return settle(database.query, tenantId, id, 'SKIPPED', skip);
  const { subject: userId } = delivery;
  try {
    const text = await keptText(parts, tenantId, id, delivery);
    const outcome = await opsMerge.notifyPerson(tenantId, { idempotencyKey: id, userId, scope: digestScope, ...text });
    if (outcome === 'GONE') await endForGone(database, tenantId, id, userId);
    else await database.forTenant(tenantId, (transaction) => settle(transaction, tenantId, id, 'SENT', null));
  } catch (error) {
    if (!(await isRefusedForGood(opsMerge, tenantId, error))) throw error;
    await settle(database.query, tenantId, id, 'FAILED', 'CORE_REFUSED');
  }
}

/** Marks a digest as FAILED after the last retry: its person sees it, and the next week's is not concerned. */
export const giveUpDigest = ({ database }: { database: Database }, tenantId: string, id: string): Promise<void> =>
  settle(database.query, tenantId, id, 'FAILED', 'GIVEN_UP');

async function readDelivery(database: Database, tenantId: string, id: string): Promise<DeliveryToSend | undefined> {
  const { rows } = await sql<DeliveryToSend>`
    select delivery.subject, delivery.due_at, delivery.title, delivery.body,
           exists (select from digest where digest.tenant_id = ${tenantId} and digest.subject = delivery.subject
             and digest.ended_at is null) as is_on,
           exists (select from token_refusal where kind = 'SUBJECT' and value = delivery.subject) as is_refused
    from digest_delivery as delivery
    where delivery.tenant_id = ${tenantId} and delivery.id = ${id}::uuid and delivery.state = 'PENDING'`.execute(
    database.query,
  );
  return rows[0];
}

/** The text of the first attempt, which is stored before it is sent. */
async function keptText(
  parts: DigestDeliveryParts,
  tenantId: string,
  id: string,
  { title, body, dueAt }: DeliveryToSend,
): Promise<DigestText> {
  if (title !== null && body !== null) return { title, body };
  const drafted = renderDigest(draftDigest(await readDigestFacts(parts, tenantId, dueAt)));
  const { rows } = await sql<DigestText>`
    update digest_delivery set title = coalesce(title, ${drafted.title}), body = coalesce(body, ${drafted.body})
    where tenant_id = ${tenantId} and id = ${id}::uuid returning title, body`.execute(parts.database.query);
  return rows[0] ?? drafted;
}

/** Writes how a delivery ended; one that has ended stays as it is. */
async function settle(
  queries: Queries,
  tenantId: string,
  id: string,
  state: DigestState,
  reason: DigestReason | null,
): Promise<void> {
  await queries
    .updateTable('digestDelivery')
    .set({ state, reason, title: null, body: null, settledAt: new Date() })
    .where('tenantId', '=', tenantId)
    .where('id', '=', id)
    .where('state', '=', 'PENDING')
    .execute();
}

async function endForGone(database: Database, tenantId: string, id: string, subject: string): Promise<void> {
  await database.forTenant(tenantId, async (transaction) => {
    const now = new Date();
    await settle(transaction, tenantId, id, 'SKIPPED', 'PERSON_GONE');
    const ended = await transaction
      .updateTable('digest')
      .set({ nextAt: null, nextWeek: null, changedAt: now, endedAt: now, endReason: 'PERSON_GONE' })
      .where('tenantId', '=', tenantId)
      .where('subject', '=', subject)
      .where('endedAt', 'is', null)
      .returning(['weekday', 'hour'])
      .executeTakeFirst();
    if (ended === undefined) return;
    await recordAudit(transaction, {
      ...{ tenantId, actor: 'maintenance', action: 'DIGEST_ENDED', subject, at: now },
      detail: { before: ended, after: null, reason: 'PERSON_GONE' },
    });
  });
}

/** A core that was taken back to a release without this call will know it again. */
async function isRefusedForGood(opsMerge: OpsMerge, tenantId: string, error: unknown): Promise<boolean> {
  if (!(error instanceof OpsMergeError) || error.retryable) return false;
  return opsMerge.notifiesPeople(tenantId).catch(() => false);
}
