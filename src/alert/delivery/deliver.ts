import { sql, type Transaction } from 'kysely';
import { type Database, json, type Tables } from '../../database/database.js';
import { OpsMergeError } from '../../opsmerge/opsmerge.js';
import type { Jobs } from '../../queue/ports.js';
import { raiseNotice, resolveNotice } from '../raising/raise-notice.js';
import { recordAlertChanges, ticketed } from '../state/alert-changes.js';
import { DeliveryRefused } from '../webhook/webhook-sender.js';
import { carryOut, type Sinks } from './carry-out.js';
import { type ActionToDeliver, readAction } from './read-action.js';
import { requestNotes } from './request-notes.js';

/** What a delivery works with. */
export interface DeliveryParts extends Sinks {
  database: Database;
  jobs: Jobs;
}

/** The subject of the notice that tells of actions given up. */
const deliverySubject = 'delivery';

/**
 * Carries out one action. Its id is the idempotency key, so a repetition after a crash or a lost answer changes nothing
 * where it goes. Throws what went wrong, for the queue to try again; what was refused for good is given up at once.
 */
export async function deliverAction(parts: DeliveryParts, tenantId: string, actionId: string): Promise<void> {
  const { database } = parts;
  const action = await readAction(database, tenantId, actionId);
  if (action === undefined || action.state !== 'PENDING') return;
  try {
    const result = await carryOut(parts, tenantId, action);
    await database.forTenant(tenantId, (transaction) => settle(transaction, parts, tenantId, action, result));
  } catch (error) {
    await database.query
      .updateTable('alertAction')
      .set({ attempts: sql<number>`attempts + 1`, lastError: (error as Error).message, changedAt: new Date() })
      .where('tenantId', '=', tenantId)
      .where('id', '=', actionId)
      .execute();
    const isFinal = error instanceof DeliveryRefused || (error instanceof OpsMergeError && !error.retryable);
    if (!isFinal) throw error;
    await giveUpAction(parts, tenantId, actionId);
  }
}

/** Writes down that an action is done, its ticket on all of its alerts, and asks for the note that tells of the others. */
async function settle(
  transaction: Transaction<Tables>,
  { jobs }: DeliveryParts,
  tenantId: string,
  action: ActionToDeliver,
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
  // Another replica, which took this one for dead, was faster.
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
  if ((await givenUp(transaction, tenantId)).count === 0)
    await resolveNotice(transaction, tenantId, deliverySubject, now);
}

/**
 * Marks an action that was tried long enough, or refused for good: it stays, visibly undone, and a notice tells of it. A
 * notice that cannot be delivered raises no further one.
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
      .returning(['ruleName', 'lastError', 'clientId'])
      .executeTakeFirst();
    if (dead === undefined || dead.clientId === null) return;
    const { count } = await givenUp(transaction, tenantId);
    await raiseNotice(
      transaction,
      { tenantId, jobs, now },
      {
        subject: deliverySubject,
        title: 'Alert actions were given up',
        detail:
          `${count} ${count === 1 ? 'action was' : 'actions were'} given up, the last one of the rule "${dead.ruleName}": ` +
          `${dead.lastError ?? 'it ended without an answer'}. Put right what is wrong, then retry them.`,
        severity: 'HIGH',
      },
    );
  });
}

/** The actions given up; those of notices, which concern no client, are left out. */
async function givenUp(transaction: Transaction<Tables>, tenantId: string): Promise<{ count: number }> {
  const { count } = await transaction
    .selectFrom('alertAction')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('tenantId', '=', tenantId)
    .where('state', '=', 'DEAD')
    .where('clientId', 'is not', null)
    .executeTakeFirstOrThrow();
  return { count: Number(count) };
}
