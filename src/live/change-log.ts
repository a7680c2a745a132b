import { sql, type Transaction } from 'kysely';
import type { Tables } from '../database/database.js';
import { announce, type LiveEvent } from './live-events.js';

/**
 * A table of changes. `sequence` numbers the changes of a tenant in commit order, and is the cursor of subscriptions.
 */
export interface ChangeLog {
  table: 'threat_change' | 'alert_change';
  /** The column with the id of the changed row. */
  subject: 'threat_id' | 'alert_id';
  /** The topic announced when changes are committed. */
  topic: LiveEvent['topic'];
}

export interface Change {
  /** The id of the changed row. */
  subjectId: string;
  kind: string;
  /** `bitdefender`, `opsmerge`, or the subject of the person's token. */
  actor: string;
  detail: Record<string, unknown>;
}

/**
 * Appends changes and wakes the subscribers when the transaction commits. The transaction must have the tenant's lock: no
 * lower number may commit after a higher one.
 */
export async function appendChanges(
  transaction: Transaction<Tables>,
  log: ChangeLog,
  tenantId: string,
  changes: readonly Change[],
  now: Date,
): Promise<void> {
  if (changes.length === 0) return;
  const table = sql.table(log.table);
  const rows = changes.map(({ subjectId, ...rest }, index) => ({ place: index + 1, subject_id: subjectId, ...rest }));
  await sql`
    insert into ${table} (tenant_id, sequence, ${sql.ref(log.subject)}, kind, actor, detail, at)
    select ${tenantId}, last.sequence + place, subject_id, kind, actor, detail, ${now}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
           as given (place int, subject_id uuid, kind text, actor text, detail jsonb),
         (select coalesce(max(sequence), 0) as sequence from ${table} where tenant_id = ${tenantId}) as last`.execute(
    transaction,
  );
  await announce(transaction, { tenantId, topic: log.topic });
}
