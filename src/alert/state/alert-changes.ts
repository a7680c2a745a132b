import { sql, type Transaction } from 'kysely';
import type { Tables } from '../../database/database.js';
import { appendChanges } from '../../live/change-log.js';
import type { Jobs } from '../../queue/ports.js';
import { followPublished } from '../publication/request-publications.js';
import { type AlertChangeKind, type AlertLifecycle, changeBetween } from './alert-state.js';

export interface AlertChange {
  alertId: string;
  kind: AlertChangeKind;
  /** `bitdefender`, `opsmerge`, or the subject of the person's token. */
  actor: string;
  detail: Record<string, unknown>;
}

/** Writes down what happened to alerts, in the transaction in which it did; it must hold the tenant's lock. */
export function recordAlertChanges(
  transaction: Transaction<Tables>,
  tenantId: string,
  changes: readonly AlertChange[],
  now: Date,
): Promise<void> {
  const log = { table: 'alert_change', subject: 'alert_id', topic: 'alerts' } as const;
  const rows = changes.map(({ alertId, ...change }) => ({ subjectId: alertId, ...change }));
  return appendChanges(transaction, log, tenantId, rows, now);
}

/** The change of an alert that got a ticket. */
export const ticketed = (alertId: string, ticketId: string): AlertChange => ({
  alertId,
  kind: 'TICKETED',
  actor: 'opsmerge',
  detail: { ticketId },
});

/** What the log records of an alert that stands otherwise than before; null when it does not. */
export function lifecycleChange(
  alertId: string,
  before: AlertLifecycle | null,
  after: AlertLifecycle,
  by: { actor: string; note?: string | null | undefined },
): AlertChange | null {
  const kind = changeBetween(before, after);
  if (kind === null) return null;
  const detail = {
    from: before?.state ?? null,
    to: after.state,
    ...(kind === 'SNOOZED' && { snoozedUntil: after.snoozedUntil }),
    ...(kind === 'ASSIGNED' && { assigneeId: after.assigneeId }),
    ...(by.note && { note: by.note }),
  };
  return { alertId, kind, actor: by.actor, detail };
}

export interface StoredLifecycle extends AlertLifecycle {
  id: string;
}

/** The alerts among these, and how they stand: by their own ids or those of their threats. */
export async function readLifecycles(
  transaction: Transaction<Tables>,
  tenantId: string,
  by: 'id' | 'threat_id',
  ids: readonly string[],
): Promise<StoredLifecycle[]> {
  const { rows } = await sql<StoredLifecycle>`
    select id, state, taken_over_by, assignee_id, snoozed_until from alert
    where tenant_id = ${tenantId} and ${sql.ref(by)} = any(${ids}::uuid[]) order by raised_at, id`.execute(transaction);
  return rows;
}

/**
 * Stores how alerts stand from now on, with the log, and has published ones sent once more. What stands as before is left as it is.
 */
export async function changeLifecycles(
  transaction: Transaction<Tables>,
  tenantId: string,
  decided: readonly { before: StoredLifecycle; after: AlertLifecycle }[],
  by: { actor: string; note?: string | null | undefined; jobs: Jobs; now: Date },
): Promise<AlertChange[]> {
  const changes: AlertChange[] = [];
  const rows: Record<string, unknown>[] = [];
  for (const { before, after } of decided) {
    const change = lifecycleChange(before.id, before, after, by);
    if (change === null) continue;
    changes.push(change);
    const { state, takenOverBy, assigneeId, snoozedUntil } = after;
    rows.push({
      id: before.id,
      state,
      taken_over_by: takenOverBy,
      assignee_id: assigneeId,
      snoozed_until: snoozedUntil,
    });
  }
  if (changes.length === 0) return changes;
  await sql`
    update alert set state = given.state, taken_over_by = given.taken_over_by, assignee_id = given.assignee_id,
                     snoozed_until = given.snoozed_until, changed_at = ${by.now}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (
      id uuid, state text, taken_over_by text, assignee_id text, snoozed_until timestamptz)
    where alert.tenant_id = ${tenantId} and alert.id = given.id`.execute(transaction);
  await recordAlertChanges(transaction, tenantId, changes, by.now);
  // Who has an alert is of no concern to the platform's rules.
  const sent = changes.flatMap(({ alertId, kind }) => (kind === 'ASSIGNED' ? [] : [alertId]));
  await followPublished(transaction, { tenantId, jobs: by.jobs, now: by.now }, sent);
  return changes;
}
