import { randomUUID } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import { json, type Tables } from '../../database/database.js';
import type { Jobs } from '../../queue/ports.js';
import { notedKinds } from '../action/action-kinds.js';

/** A note waits this long, so that it also reports what comes in meanwhile. */
const noteDelayMilliseconds = 5 * 60_000;

/**
 * Requests a note on each of these actions that has more occurrences than its ticket or receiver was sent. An action has
 * one pending note at a time; finishing it requests the next, so that the last count always arrives. The transaction must
 * hold the tenant's lock.
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
      and kind = any(${[...notedKinds]}::text[]) and occurrences > told_occurrences
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
 * How many occurrences a note reports: stored before it is first sent, so that a repetition reports the same number and the
 * next note reports the rest.
 */
export async function settleNote(transaction: Transaction<Tables>, tenantId: string, noteId: string): Promise<number> {
  const { rows } = await sql<{ reported: number }>`
    update alert_action as note set occurrences = case when note.occurrences > 0 then note.occurrences else about.occurrences end
    from alert_action as about
    where note.tenant_id = ${tenantId} and note.id = ${noteId}::uuid and about.tenant_id = note.tenant_id
      and about.id = note.about_action_id
    returning note.occurrences as reported`.execute(transaction);
  return rows[0]?.reported ?? 0;
}
