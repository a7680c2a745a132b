import { sql } from 'kysely';
import { recordAudit } from '../audit/audit.js';
import type { Database, Queries } from '../database/database.js';
import { type OpsMerge, OpsMergeError } from '../opsmerge/opsmerge.js';
import { type DigestFactsParts, readDigestFacts } from './digest-facts.reader.js';
import { type DigestReason, type DigestState, reasonToSkip } from './digest-state.js';
import { draftDigest } from './draft-digest.js';
import { type Team, teamOf } from './recipient.js';
import { type DigestText, renderDigest } from './render-digest.js';

/** What a delivery works with. */
export interface DigestDeliveryParts extends DigestFactsParts {
  opsMerge: OpsMerge;
}

/** What a person, alone or in a team, must be permitted to get a digest: what opens everything that it counts. Core checks it when it is sent. */
export const digestScope = 'bitdefender:read';

interface DeliveryToSend {
  subject: string;
  dueAt: Date;
  title: string | null;
  body: string | null;
  /** Null for a person. */
  teamId: string | null;
  teamName: string | null;
  isOn: boolean;
  isRefused: boolean;
}

/**
 * Sends one digest. Its id is the idempotency key and its text is kept until it is settled, so a repetition after a crash or a lost answer
 * changes nothing. Throws what went wrong, for the queue to retry. Who is no longer known to core, or may no longer see the data, gets nothing
 * and the digest is switched off; so is that of a team that core no longer knows.
 */
export async function deliverDigest(parts: DigestDeliveryParts, tenantId: string, id: string): Promise<void> {
  const { database, opsMerge } = parts;
  const delivery = await readDelivery(database, tenantId, id);
  if (delivery === undefined) return;
  const skip = reasonToSkip(delivery, new Date());
  if (skip !== null) return settle(database.query, tenantId, id, 'SKIPPED', skip);
  const team = teamOf(delivery);
  try {
    const text = await keptText(parts, tenantId, id, delivery);
    const message = { idempotencyKey: id, scope: digestScope, ...text };
    const outcome =
      team === null
        ? await opsMerge.notifyPerson(tenantId, { ...message, userId: delivery.subject })
        : await opsMerge.notifyTeam(tenantId, { ...message, teamId: team.id });
    if (outcome === 'GONE') await endForGone(database, tenantId, id, delivery);
    else await database.forTenant(tenantId, (transaction) => settle(transaction, tenantId, id, 'SENT', null));
  } catch (error) {
    if (!(await isRefusedForGood(opsMerge, tenantId, team, error))) throw error;
    await settle(database.query, tenantId, id, 'FAILED', 'CORE_REFUSED');
  }
}

/** Marks a digest as FAILED after the last retry: its person, or an administrator, sees it, and the next week's is not concerned. */
export const giveUpDigest = ({ database }: { database: Database }, tenantId: string, id: string): Promise<void> =>
  settle(database.query, tenantId, id, 'FAILED', 'GIVEN_UP');

async function readDelivery(database: Database, tenantId: string, id: string): Promise<DeliveryToSend | undefined> {
  const { rows } = await sql<DeliveryToSend>`
    select delivery.subject, delivery.due_at, delivery.title, delivery.body, digest.team_id, digest.team_name,
           digest.subject is not null and digest.ended_at is null as is_on,
           exists (select from token_refusal where kind = 'SUBJECT' and value = delivery.subject) as is_refused
    from digest_delivery as delivery
    left join digest on digest.tenant_id = delivery.tenant_id and digest.subject = delivery.subject
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
  delivery: DeliveryToSend,
): Promise<DigestText> {
  const { title, body, dueAt } = delivery;
  if (title !== null && body !== null) return { title, body };
  const digest = draftDigest(await readDigestFacts(parts, tenantId, dueAt));
  const drafted = renderDigest(digest, teamOf(delivery)?.name ?? null);
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

async function endForGone(
  database: Database,
  tenantId: string,
  id: string,
  { subject, ...delivery }: DeliveryToSend,
): Promise<void> {
  const team = teamOf(delivery);
  const reason = team === null ? 'PERSON_GONE' : 'TEAM_GONE';
  await database.forTenant(tenantId, async (transaction) => {
    const now = new Date();
    await settle(transaction, tenantId, id, 'SKIPPED', reason);
    const ended = await transaction
      .updateTable('digest')
      .set({ nextAt: null, nextWeek: null, changedAt: now, endedAt: now, endReason: reason })
      .where('tenantId', '=', tenantId)
      .where('subject', '=', subject)
      .where('endedAt', 'is', null)
      .returning(['weekday', 'hour'])
      .executeTakeFirst();
    if (ended === undefined) return;
    await recordAudit(transaction, {
      ...{ tenantId, actor: 'maintenance', at: now },
      action: team === null ? 'DIGEST_ENDED' : 'TEAM_DIGEST_ENDED',
      subject: team === null ? subject : team.id,
      detail: { ...(team && { team: team.name }), before: ended, after: null, reason },
    });
  });
}

/** A core that was taken back to a release without this call will know it again. */
async function isRefusedForGood(
  opsMerge: OpsMerge,
  tenantId: string,
  team: Team | null,
  error: unknown,
): Promise<boolean> {
  if (!(error instanceof OpsMergeError) || error.retryable) return false;
  const knows = team === null ? opsMerge.notifiesPeople(tenantId) : opsMerge.notifiesTeams(tenantId);
  return knows.catch(() => false);
}
