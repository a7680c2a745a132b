import { sql, type Transaction } from 'kysely';
import type { Tables } from '../../database/database.js';
import type { ThreatDraft } from './draft.js';
import type { StoredThreat } from './known-threats.js';
import { findSameEvent } from './same-event.js';

type Candidate = StoredThreat & { name: string; filePath: string | null; fileHash: string | null; detectedAt: Date };

/**
 * Reads the threat from the other stream that is the same event as a draft of a company; undefined if there is none. Two
 * incidents are never one threat; several quarantine items may belong to one incident, which often drops several files.
 */
export async function readSameEvent(
  transaction: Transaction<Tables>,
  tenantId: string,
  companyId: string,
  draft: ThreatDraft,
): Promise<StoredThreat | undefined> {
  if (draft.bdDeviceId === null) return undefined;
  const ofKind = (kind: string) =>
    sql`exists (select from threat_source as source
      where source.tenant_id = threat.tenant_id and source.threat_id = threat.id and source.kind = ${kind})`;
  const eligible =
    draft.kind === 'INCIDENT' ? sql`${ofKind('QUARANTINE')} and not ${ofKind('INCIDENT')}` : ofKind('INCIDENT');
  const { rows } = await sql<Candidate>`
    select threat.id, threat.status, threat.resolved_by, threat.resolved_at, threat.occurrences, threat.last_detected_at,
           threat.severity_source, threat.name, threat.file_path, threat.file_hash, threat.detected_at
    from threat
    where threat.tenant_id = ${tenantId} and threat.company_id = ${companyId} and threat.bd_device_id = ${draft.bdDeviceId}
      and threat.detected_at between ${draft.detectedAt}::timestamptz - interval '1 day'
                                 and ${draft.detectedAt}::timestamptz + interval '1 day'
      and ${eligible}
    order by threat.detected_at, threat.id`.execute(transaction);
  const eventOf = (row: Pick<Candidate, 'name' | 'filePath' | 'fileHash' | 'detectedAt'>, id: string) => ({
    id,
    companyId,
    deviceId: draft.bdDeviceId,
    threatName: row.name,
    filePath: row.filePath,
    fileHash: row.fileHash,
    detectedAt: row.detectedAt,
  });
  const found = findSameEvent(
    eventOf(draft, draft.bdId),
    rows.map((row) => eventOf(row, row.id)),
  );
  return found === null ? undefined : rows.find(({ id }) => id === found.id);
}
