import { sql, type Transaction } from 'kysely';
import type { Tables } from '../database/database.js';
import { announce } from '../database/live-events.js';

export type ThreatChangeKind =
  | 'DETECTED'
  | 'UPDATED'
  | 'RECURRED'
  | 'REOPENED'
  | 'RESOLVED'
  | 'FALSE_POSITIVE'
  | 'MAPPED';

export interface ThreatChange {
  threatId: string;
  kind: ThreatChangeKind;
  /** `bitdefender`, `opsmerge`, or the subject of the person's token. */
  actor: string;
  detail: Record<string, unknown>;
}

/**
 * Appends what happened to threats and wakes the subscribers when the transaction commits. The transaction must hold the
 * tenant's lock: numbers are given in the order of commits.
 */
export async function recordThreatChanges(
  transaction: Transaction<Tables>,
  tenantId: string,
  changes: ThreatChange[],
  now: Date,
): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.map(({ threatId, ...rest }, index) => ({ place: index + 1, threat_id: threatId, ...rest }));
  await sql`
    insert into threat_change (tenant_id, sequence, threat_id, kind, actor, detail, at)
    select ${tenantId}, last.sequence + place, threat_id, kind, actor, detail, ${now}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
           as given (place int, threat_id uuid, kind text, actor text, detail jsonb),
         (select coalesce(max(sequence), 0) as sequence from threat_change where tenant_id = ${tenantId}) as last`.execute(
    transaction,
  );
  await announce(transaction, { tenantId, topic: 'threats' });
}
