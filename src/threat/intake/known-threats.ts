import { createHash } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import type { Tables } from '../../database/database.js';
import type { ConnectionRow } from '../../database/tables/rows.js';
import type { ThreatDraft } from './draft.js';
import type { KnownSource, SourceState } from './reconcile-threat.js';
import { findSameEvent } from './same-event.js';

type OfConnection = Pick<ConnectionRow, 'tenantId' | 'id'>;

/** A draft that says something that is not stored yet. */
export interface ChangedDetection {
  draft: ThreatDraft;
  contentHash: string;
}

/** A threat as it is before news of it. */
export interface StoredThreat {
  id: string;
  status: string;
  resolvedBy: string | null;
  resolvedAt: Date | null;
  occurrences: number;
  lastDetectedAt: Date;
  severitySource: string;
}

/** A key of a BD row within its connection. */
export const sourceKey = ({ kind, bdId }: { kind: string; bdId: string }) => `${kind} ${bdId}`;

/** The drafts that say something not yet stored, or come back after they were gone; of several of one id, the last. */
export async function changedDetections(
  transaction: Transaction<Tables>,
  connection: OfConnection,
  drafts: ThreatDraft[],
): Promise<ChangedDetection[]> {
  const byKey = new Map(drafts.map((draft) => [sourceKey(draft), draft]));
  const { rows } = await sql<{ kind: string; bdId: string; contentHash: string; state: SourceState }>`
    select kind, bd_id, content_hash, state from threat_source
    where tenant_id = ${connection.tenantId} and connection_id = ${connection.id}
      and bd_id = any(${drafts.map(({ bdId }) => bdId)}::text[])`.execute(transaction);
  const stored = new Map(rows.map((row) => [sourceKey(row), row]));
  return [...byKey.values()]
    .map((draft) => ({ draft, contentHash: hashOf(draft) }))
    .filter(({ draft, contentHash }) => {
      const known = stored.get(sourceKey(draft));
      return known?.contentHash !== contentHash || known.state === 'GONE';
    });
}

/** Of what the list itself says: details fetched later, once, do not make a row new again, nor does another time zone. */
function hashOf(draft: ThreatDraft): string {
  const { kind, bdId, name, severityScore, status, actionRaw, bdDeviceId, toldDate } = draft;
  const content = [kind, bdId, name, severityScore, status, actionRaw, bdDeviceId, toldDate];
  return createHash('sha256').update(JSON.stringify(content)).digest('base64url');
}

/** The threats that already have these rows; rows of one threat share one object. */
export async function knownThreats(
  transaction: Transaction<Tables>,
  connection: OfConnection,
  news: ChangedDetection[],
): Promise<Map<string, { threat: StoredThreat; source: KnownSource }>> {
  const { rows } = await sql<
    StoredThreat & { kind: string; bdId: string; state: SourceState; toldDate: string | null; toldAt: Date | null }
  >`
    select source.kind, source.bd_id, source.state, source.told_date, source.last_detected_at as told_at,
           threat.id, threat.status, threat.resolved_by, threat.resolved_at, threat.occurrences, threat.last_detected_at,
           threat.severity_source
    from threat_source as source
    join threat on threat.tenant_id = source.tenant_id and threat.id = source.threat_id
    where source.tenant_id = ${connection.tenantId} and source.connection_id = ${connection.id}
      and source.bd_id = any(${news.map(({ draft }) => draft.bdId)}::text[])`.execute(transaction);
  const threats = new Map<string, StoredThreat>();
  return new Map(
    rows.map(({ kind, bdId, state, toldDate, toldAt, ...row }) => {
      const threat = threats.get(row.id) ?? row;
      threats.set(row.id, threat);
      return [sourceKey({ kind, bdId }), { threat, source: { state, toldDate, lastDetectedAt: toldAt } }];
    }),
  );
}

/** The rows among these whose threat was removed because of its age, as they were last taken in, with its id. */
export async function removedThreats(
  transaction: Transaction<Tables>,
  connection: OfConnection,
  news: ChangedDetection[],
): Promise<Map<string, { threatId: string; source: KnownSource }>> {
  const { rows } = await sql<KnownSource & { kind: string; bdId: string; threatId: string }>`
    select source.kind, source.bd_id, source.threat_id, source.state, source.told_date, source.last_detected_at
    from threat_source as source
    where source.tenant_id = ${connection.tenantId} and source.connection_id = ${connection.id}
      and source.bd_id = any(${news.map(({ draft }) => draft.bdId)}::text[])
      and not exists (select from threat where threat.tenant_id = source.tenant_id and threat.id = source.threat_id)`.execute(
    transaction,
  );
  return new Map(rows.map(({ threatId, ...source }) => [sourceKey(source), { threatId, source }]));
}

/** A device a threat may be on. */
export interface ThreatDevice {
  id: string;
  hostKey: string;
}

/** The devices that drafts name, by BD's id. */
export async function devicesOf(
  transaction: Transaction<Tables>,
  connection: OfConnection,
  news: ChangedDetection[],
): Promise<Map<string, ThreatDevice>> {
  const { rows } = await sql<ThreatDevice & { bdId: string }>`
    select id, bd_id, host_key from device
    where tenant_id = ${connection.tenantId} and connection_id = ${connection.id}
      and bd_id = any(${news.flatMap(({ draft }) => draft.bdDeviceId ?? [])}::text[])`.execute(transaction);
  return new Map(rows.map((row) => [row.bdId, row]));
}

/**
 * The threat from the other stream that is the same event, if there is one. Two incidents are never one threat; several
 * quarantine items may belong to one incident, which often drops several files.
 */
export async function sameEvent(
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
  const { rows } = await sql<
    StoredThreat & { name: string; filePath: string | null; fileHash: string | null; detectedAt: Date }
  >`
    select threat.id, threat.status, threat.resolved_by, threat.resolved_at, threat.occurrences, threat.last_detected_at,
           threat.severity_source, threat.name, threat.file_path, threat.file_hash, threat.detected_at
    from threat
    where threat.tenant_id = ${tenantId} and threat.company_id = ${companyId} and threat.bd_device_id = ${draft.bdDeviceId}
      and threat.detected_at between ${draft.detectedAt}::timestamptz - interval '1 day'
                                 and ${draft.detectedAt}::timestamptz + interval '1 day'
      and ${eligible}
    order by threat.detected_at, threat.id`.execute(transaction);
  const event = (
    row: { name: string; filePath: string | null; fileHash: string | null; detectedAt: Date },
    id: string,
  ) => ({
    id,
    companyId,
    deviceId: draft.bdDeviceId,
    threatName: row.name,
    filePath: row.filePath,
    fileHash: row.fileHash,
    detectedAt: row.detectedAt,
  });
  const found = findSameEvent(
    event(draft, draft.bdId),
    rows.map((row) => event(row, row.id)),
  );
  return found === null ? undefined : rows.find(({ id }) => id === found.id);
}
