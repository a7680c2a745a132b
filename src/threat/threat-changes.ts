import type { Transaction } from 'kysely';
import { appendChanges } from '../database/change-log.js';
import type { Tables } from '../database/database.js';

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

/** Writes down what happened to threats, in the transaction in which it did; it must hold the tenant's lock. */
export function recordThreatChanges(
  transaction: Transaction<Tables>,
  tenantId: string,
  changes: ThreatChange[],
  now: Date,
): Promise<void> {
  const log = { table: 'threat_change', subject: 'threat_id', topic: 'threats' } as const;
  const rows = changes.map(({ threatId, ...change }) => ({ subjectId: threatId, ...change }));
  return appendChanges(transaction, log, tenantId, rows, now);
}
