import { randomUUID } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import { json, type Tables } from '../../database/database.js';
import type { Jobs } from '../../queue/ports.js';

/** A note waits this long, so that what comes in meanwhile is told with it. */
const noteDelayMilliseconds = 5 * 60_000;

/**
 * Asks for a note on each of these actions whose ticket, or receiver, does not know all of its occurrences. An action has
 * one note under way at a time; whoever finishes it asks again, so that the last count always arrives. The transaction
 * must hold the tenant's lock.
 */
export async function requestNotes(
  transaction: Transaction<Tables>,
  context: { tenantId: string; jobs: Jobs; now: Date },
  actionIds: string[],
): Promise<void> {
  const { tenantId, jobs, now } = context;
  const { rows } = await sql<{ id: string; ruleId: string; ruleName: string; clientId: string; threatName: string }>`
    select id, rule_id, rule_name, client_id, threat_name from alert_action as action
    where tenant_id = ${tenantId} and id = any(${actionIds}::uuid[]) and state = 'DONE'
      and kind in ('CREATE_TICKET', 'WEBHOOK') and occurrences > told_occurrences
      and not exists (select from alert_action as note where note.tenant_id = action.tenant_id
        and note.about_action_id = action.id and note.state = 'PENDING')`.execute(transaction);
  for (const { id: aboutActionId, ...shared } of rows) {
    const id = randomUUID();
    await transaction
      .insertInto('alertAction')
      .values({
        tenantId,
        id,
        kind: 'NOTE',
        ...shared,
        parameters: json<Record<string, unknown>>({}),
        state: 'PENDING',
        attempts: 0,
        occurrences: 0,
        toldOccurrences: 0,
        aboutActionId,
        result: null,
        lastError: null,
        createdAt: now,
        changedAt: now,
      })
      .execute();
    await jobs.deliver(transaction, tenantId, id, new Date(now.getTime() + noteDelayMilliseconds));
  }
}

/**
 * How many occurrences a note tells of: decided before it is first sent and kept, so that a repetition tells the same and
 * what came in since is told by the next one.
 */
export async function settleNote(transaction: Transaction<Tables>, tenantId: string, noteId: string): Promise<number> {
  const { rows } = await sql<{ told: number }>`
    update alert_action as note set occurrences = case when note.occurrences > 0 then note.occurrences else about.occurrences end
    from alert_action as about
    where note.tenant_id = ${tenantId} and note.id = ${noteId}::uuid and about.tenant_id = note.tenant_id
      and about.id = note.about_action_id
    returning note.occurrences as told`.execute(transaction);
  return rows[0]?.told ?? 0;
}
