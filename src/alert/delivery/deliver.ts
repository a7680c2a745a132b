import { sql, type Transaction } from 'kysely';
import { type Database, json, type Tables } from '../../database/database.js';
import { OpsMergeError } from '../../opsmerge/opsmerge.js';
import type { Jobs } from '../../queue/ports.js';
import { measures } from '../../telemetry/measures.js';
import type { Sinks } from '../action/action-kind.js';
import { deliveryPart, isDeliveryKind } from '../action/action-kinds.js';
import { recordAlertChanges, ticketed } from '../state/alert-changes.js';
import { DeliveryRefused } from '../webhook/webhook-sender.js';
import { reportGivenUp, resolveGivenUp } from './given-up.js';
import { type DeliveryToSend, readDelivery, readMachines, type StoredDelivery } from './read-delivery.js';
import { requestNotes, settleNote } from './request-notes.js';

/** What a delivery works with. */
export interface DeliveryParts extends Sinks {
  database: Database;
  jobs: Jobs;
}

/**
 * Sends one action. Its id is the idempotency key, so a repetition after a crash or a lost answer changes nothing at the
 * receiver. Throws what went wrong, for the queue to retry. What was refused for good, or is of a kind that this release
 * does not know, is given up at once.
 */
export async function deliverAction(parts: DeliveryParts, tenantId: string, actionId: string): Promise<void> {
  const { database } = parts;
  const stored = await readDelivery(database, tenantId, actionId);
  if (stored === undefined || stored.state !== 'PENDING') return;
  try {
    const kind = deliveryPart(stored.kind);
    if (kind === undefined) throw new DeliveryRefused(`This release has no action of the kind "${stored.kind}".`);
    const delivery = await complete(database, tenantId, stored);
    const result = await kind.send(parts, tenantId, delivery);
    await database.forTenant(tenantId, (transaction) => settle(transaction, parts, tenantId, delivery, result));
    countAttempt(stored.kind, 'done');
  } catch (error) {
    await database.query
      .updateTable('alertAction')
      .set({ attempts: sql<number>`attempts + 1`, lastError: (error as Error).message, changedAt: new Date() })
      .where('tenantId', '=', tenantId)
      .where('id', '=', actionId)
      .execute();
    const isFinal = error instanceof DeliveryRefused || (error instanceof OpsMergeError && !error.retryable);
    if (!isFinal) {
      countAttempt(stored.kind, 'failed');
      throw error;
    }
    await giveUpAction(parts, tenantId, actionId);
  }
}

/** Adds the contents of a note. How many occurrences it reports is stored before it is first sent. */
async function complete(database: Database, tenantId: string, stored: StoredDelivery): Promise<DeliveryToSend> {
  const { id, aboutActionId, target } = stored;
  if (aboutActionId === null) return { ...stored, note: null };
  const occurrences = await database.forTenant(tenantId, (transaction) => settleNote(transaction, tenantId, id));
  const machines = await readMachines(database, tenantId, aboutActionId);
  return { ...stored, note: { ...target, occurrences, machines } };
}

/** Marks an action as done, writes its ticket to all of its alerts, and requests a note if it has further occurrences. */
async function settle(
  transaction: Transaction<Tables>,
  { jobs }: DeliveryParts,
  tenantId: string,
  action: DeliveryToSend,
  result: Record<string, string | null>,
): Promise<void> {
  const now = new Date();
  const done = await transaction
    .updateTable('alertAction')
    .set({
      state: 'DONE',
      lastError: null,
      changedAt: now,
      result: json(result),
      attempts: sql<number>`attempts + 1`,
      ...(action.kind !== 'NOTE' && { toldOccurrences: 1 }),
    })
    .where('tenantId', '=', tenantId)
    .where('id', '=', action.id)
    .where('state', '<>', 'DONE')
    .executeTakeFirst();
  // Another replica, which considered this one dead, was faster.
  if (done.numUpdatedRows === 0n) return;
  if (action.kind === 'CREATE_TICKET') {
    const { rows } = await sql<{ id: string }>`
      update alert set ticket_id = ${result.ticketId}, ticket_url = ${result.url}, ticket_state = ${result.state},
                       changed_at = ${now}
      where tenant_id = ${tenantId} and ticket_id is null and id in (
        select alert_id from alert_occurrence where tenant_id = ${tenantId} and action_id = ${action.id}::uuid)
      returning id`.execute(transaction);
    const changes = rows.map(({ id }) => ticketed(id, String(result.ticketId)));
    await recordAlertChanges(transaction, tenantId, changes, now);
  }
  if (action.note !== null)
    await sql`
      update alert_action set told_occurrences = greatest(told_occurrences, ${action.note.occurrences})
      where tenant_id = ${tenantId} and id = ${action.aboutActionId}::uuid`.execute(transaction);
  await requestNotes(transaction, { tenantId, jobs, now }, [action.aboutActionId ?? action.id]);
  await resolveGivenUp(transaction, { tenantId, jobs, now });
}

/**
 * Marks an action as DEAD after the last retry, or because it was refused for good: the row stays, and a notice reports it.
 * A notice that cannot be delivered raises no further one.
 */
export async function giveUpAction(
  { database, jobs }: DeliveryParts,
  tenantId: string,
  actionId: string,
): Promise<void> {
  await database.forTenant(tenantId, async (transaction) => {
    const now = new Date();
    const dead = await transaction
      .updateTable('alertAction')
      .set({ state: 'DEAD', changedAt: now })
      .where('tenantId', '=', tenantId)
      .where('id', '=', actionId)
      .where('state', '=', 'PENDING')
      .returning(['kind', 'ruleName', 'lastError', 'clientId'])
      .executeTakeFirst();
    if (dead === undefined) return;
    countAttempt(dead.kind, 'dead');
    if (dead.clientId === null) return;
    const last = `the last one of the rule "${dead.ruleName}"`;
    await reportGivenUp(transaction, { tenantId, jobs, now }, last, dead.lastError);
  });
}

/** Counts an attempt; a kind of a later release has no name here. */
function countAttempt(kind: string, outcome: 'done' | 'failed' | 'dead'): void {
  measures().deliveries.add(1, { kind: isDeliveryKind(kind) ? kind : 'unknown', outcome });
}
