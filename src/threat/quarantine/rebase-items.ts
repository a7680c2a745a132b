import { sql, type Transaction } from 'kysely';
import type { Queries, Tables } from '../../database/database.js';
import type { IntegrationRow } from '../../database/tables/rows.js';
import type { ThreatDraft } from '../intake/draft.js';
import { hashOf } from '../intake/known-threats.js';
import type { QuarantineKind } from '../intake/source-kind.js';
import { isSameDetection, type ListedItem, wasMisread } from './zone-shift.js';

type OfIntegration = Pick<IntegrationRow, 'tenantId' | 'id'>;

/** A stored quarantine item with the draft of its row now. */
export interface StoredItem extends ListedItem {
  draft: ThreatDraft;
  contentHash: string;
}

/** The stored items among these drafts. */
export async function readStoredItems(
  queries: Queries,
  integration: OfIntegration,
  kind: QuarantineKind,
  drafts: readonly ThreatDraft[],
): Promise<StoredItem[]> {
  const byId = new Map(drafts.map((draft) => [draft.bdId, draft]));
  const { rows } = await sql<{ bdId: string; storedDate: string | null; storedAt: Date | null; contentHash: string }>`
    select bd_id, told_date as stored_date, last_detected_at as stored_at, content_hash from threat_source
    where tenant_id = ${integration.tenantId} and connection_id = ${integration.id} and kind = ${kind}
      and bd_id = any(${[...byId.keys()]}::text[])`.execute(queries);
  return rows.flatMap(({ bdId, ...stored }) => {
    const draft = byId.get(bdId);
    return draft ? [{ ...stored, draft, listedDate: draft.reportedDate, listedAt: draft.lastDetectedAt }] : [];
  });
}

/** A change of what is stored of an item. */
interface Rebase {
  bd_id: string;
  told_date: string | null;
  content_hash: string;
  /** The instant stored now, and the ones to store instead. */
  stored_at: Date | null;
  last_detected_at: Date | null;
  detected_at: Date | null;
}

/**
 * What to store of items whose dates are written or read in another time zone than before: the new date, so that the item
 * does not seem to have been quarantined again, and the right instant where the old one was misread. `canCorrect` is
 * whether the zone is certain enough for that.
 */
export function rebasesOf(items: readonly StoredItem[], shift: number | null, canCorrect: boolean): Rebase[] {
  return items.flatMap((item): Rebase[] => {
    const { draft, contentHash, storedDate, storedAt, listedDate } = item;
    const stored = { bd_id: draft.bdId, content_hash: contentHash, stored_at: storedAt };
    if (isSameDetection(item, shift)) {
      // What else of the row changed is stored as always.
      const isElseEqual = hashOf({ ...draft, reportedDate: storedDate }) === contentHash;
      const content_hash = isElseEqual ? hashOf(draft) : contentHash;
      return [{ ...stored, content_hash, told_date: listedDate, last_detected_at: storedAt, detected_at: null }];
    }
    if (!canCorrect || !wasMisread(item)) return [];
    const { lastDetectedAt: last_detected_at, detectedAt: detected_at } = draft;
    return [{ ...stored, told_date: storedDate, last_detected_at, detected_at }];
  });
}

/** Stores rebases, and corrects the threats whose times were the misread ones. No threat is reopened. */
export async function storeRebases(
  transaction: Transaction<Tables>,
  { tenantId, id }: OfIntegration,
  kind: QuarantineKind,
  rebases: readonly Rebase[],
): Promise<void> {
  await sql`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(rebases)}::jsonb) as given (bd_id text, told_date text,
        content_hash text, stored_at timestamptz, last_detected_at timestamptz, detected_at timestamptz)),
    rebased as (
      update threat_source as source
      set told_date = given.told_date, content_hash = given.content_hash, last_detected_at = given.last_detected_at
      from given
      where source.tenant_id = ${tenantId} and source.connection_id = ${id}::uuid and source.kind = ${kind}
        and source.bd_id = given.bd_id
      returning source.threat_id, given.stored_at, given.last_detected_at, given.detected_at)
    update threat
    set last_detected_at = case when date_trunc('milliseconds', threat.last_detected_at) = rebased.stored_at
                                then rebased.last_detected_at else threat.last_detected_at end,
        detected_at = case when date_trunc('milliseconds', threat.detected_at) = rebased.stored_at
                           then rebased.detected_at else threat.detected_at end
    from rebased
    where threat.tenant_id = ${tenantId} and threat.id = rebased.threat_id and rebased.detected_at is not null`.execute(
    transaction,
  );
}
