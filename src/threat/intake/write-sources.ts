import { sql, type Transaction } from 'kysely';
import type { Tables } from '../../database/database.js';
import type { IntegrationRow } from '../../database/tables/rows.js';
import type { ThreatDraft } from './draft.js';
import { sourceState } from './reconcile-threat.js';
import { isOfQuarantine } from './source-kind.js';

/** A row of `threat_source` as JSON for `writeSources`. */
export type SourceRow = ReturnType<typeof sourceRow>;

/** The BD row a draft was made of, with the threat it belongs to. */
export function sourceRow(draft: ThreatDraft, contentHash: string, threatId: string) {
  return {
    kind: draft.kind,
    bd_id: draft.bdId,
    threat_id: threatId,
    content_hash: contentHash,
    state: sourceState(draft),
    told_date: draft.reportedDate,
    last_detected_at: draft.lastDetectedAt,
    details_due_at: draft.pendingDetails?.dueAt ?? null,
    details_failures: draft.pendingDetails?.failures ?? 0,
    details_problem: draft.pendingDetails?.problem ?? null,
    extent_hash: draft.extentHash ?? null,
    action_raw: isOfQuarantine(draft.kind) ? draft.actionRaw : null,
  };
}

/**
 * Inserts or updates BD rows in one statement. Pending details and the extent of a row that is stored already stay as they
 * are, see `followExtents`.
 */
export async function writeSources(
  transaction: Transaction<Tables>,
  { tenantId, id: connectionId }: Pick<IntegrationRow, 'tenantId' | 'id'>,
  rows: readonly SourceRow[],
  now: Date,
): Promise<void> {
  await sql`
    insert into threat_source (tenant_id, connection_id, kind, bd_id, threat_id, content_hash, state, told_date,
                               last_detected_at, changed_at, details_due_at, details_failures, details_problem,
                               extent_hash, action_raw)
    select ${tenantId}, ${connectionId}::uuid, kind, bd_id, threat_id, content_hash, state, told_date, last_detected_at,
           ${now}, details_due_at, details_failures, details_problem, extent_hash, action_raw
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as given (kind text, bd_id text, threat_id uuid, content_hash text, state text, told_date text,
                last_detected_at timestamptz, details_due_at timestamptz, details_failures integer, details_problem text,
                extent_hash text, action_raw text)
    on conflict (tenant_id, connection_id, kind, bd_id) do update
      set threat_id = excluded.threat_id, content_hash = excluded.content_hash, state = excluded.state, told_date = excluded.told_date,
          last_detected_at = excluded.last_detected_at, changed_at = excluded.changed_at, action_raw = excluded.action_raw`.execute(
    transaction,
  );
}
