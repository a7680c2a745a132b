import { createHash } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import type { Tables } from '../../database/database.js';
import { laterSeveritySources, laterValue } from '../../database/later-values.js';
import type { IntegrationRow } from '../../database/tables/rows.js';
import type { ThreatDraft } from './draft.js';
import type { KnownSource, SourceState } from './reconcile-threat.js';

type OfIntegration = Pick<IntegrationRow, 'tenantId' | 'id'>;

/** A draft whose content is not stored yet. */
export interface ChangedDetection {
  draft: ThreatDraft;
  contentHash: string;
}

/** A threat as it is stored before a detection updates it. */
export interface StoredThreat {
  id: string;
  status: string;
  resolvedBy: string | null;
  resolvedAt: Date | null;
  occurrences: number;
  lastDetectedAt: Date;
  severitySource: string;
}

/** A stored BD row with the threat it belongs to. */
export interface KnownThreat {
  threat: StoredThreat;
  source: KnownSource;
}

/** A stored BD row whose threat, of this id, was removed because of its age. */
export interface RemovedThreat {
  threatId: string;
  source: KnownSource;
}

/** The key of a BD row within its integration. */
export const sourceKey = ({ kind, bdId }: { kind: string; bdId: string }) => `${kind} ${bdId}`;

/**
 * Reads which drafts differ from what is stored, or were gone and are back; of several drafts of one id, the last. `grown`
 * are the stored incidents among all drafts that reach further than was stored.
 */
export async function readChangedDetections(
  transaction: Transaction<Tables>,
  integration: OfIntegration,
  drafts: ThreatDraft[],
): Promise<{ changed: ChangedDetection[]; grown: ThreatDraft[] }> {
  const byKey = new Map(drafts.map((draft) => [sourceKey(draft), draft]));
  const { rows } = await sql<{
    kind: string;
    bdId: string;
    contentHash: string;
    state: SourceState;
    extentHash: string | null;
  }>`
    select kind, bd_id, content_hash, state, extent_hash from threat_source
    where tenant_id = ${integration.tenantId} and connection_id = ${integration.id}
      and bd_id = any(${drafts.map(({ bdId }) => bdId)}::text[])`.execute(transaction);
  const stored = new Map(rows.map((row) => [sourceKey(row), row]));
  const changed = [...byKey.values()]
    .map((draft) => ({ draft, contentHash: hashOf(draft) }))
    .filter(({ draft, contentHash }) => {
      const known = stored.get(sourceKey(draft));
      return known?.contentHash !== contentHash || known.state === 'GONE';
    });
  const grown = [...byKey.values()].filter((draft) => {
    const known = stored.get(sourceKey(draft));
    return known !== undefined && draft.extentHash !== undefined && known.extentHash !== draft.extentHash;
  });
  return { changed, grown };
}

/**
 * Covers what the list itself reports, as the release before wrote it: a field more would make every stored row look changed. Neither details that are fetched later nor another time zone change the hash. How an incident grows is in `extentHashOf`.
 */
export function hashOf(draft: ThreatDraft): string {
  const { kind, bdId, name, severityScore, status, actionRaw, bdDeviceId, reportedDate } = draft;
  const content = [kind, bdId, name, severityScore, status, actionRaw, bdDeviceId, reportedDate];
  return createHash('sha256').update(JSON.stringify(content)).digest('base64url');
}

/** Reads the threats that have these rows, by `sourceKey`; rows of one threat share one object. */
export async function readKnownThreats(
  transaction: Transaction<Tables>,
  integration: OfIntegration,
  detections: ChangedDetection[],
): Promise<Map<string, KnownThreat>> {
  const { rows } = await sql<
    StoredThreat & {
      kind: string;
      bdId: string;
      state: SourceState;
      reportedDate: string | null;
      sourceDetectedAt: Date | null;
    }
  >`
    select source.kind, source.bd_id, source.state, source.told_date as reported_date,
           source.last_detected_at as source_detected_at,
           threat.id, threat.status, threat.resolved_by, threat.resolved_at, threat.occurrences, threat.last_detected_at,
           ${laterValue(laterSeveritySources)} as severity_source
    from threat_source as source
    join threat on threat.tenant_id = source.tenant_id and threat.id = source.threat_id
    where source.tenant_id = ${integration.tenantId} and source.connection_id = ${integration.id}
      and source.bd_id = any(${detections.map(({ draft }) => draft.bdId)}::text[])`.execute(transaction);
  const threats = new Map<string, StoredThreat>();
  return new Map(
    rows.map(({ kind, bdId, state, reportedDate, sourceDetectedAt, ...row }) => {
      const threat = threats.get(row.id) ?? row;
      threats.set(row.id, threat);
      return [sourceKey({ kind, bdId }), { threat, source: { state, reportedDate, lastDetectedAt: sourceDetectedAt } }];
    }),
  );
}

/** Reads those of these rows whose threat was removed because of its age, by `sourceKey`. */
export async function readRemovedThreats(
  transaction: Transaction<Tables>,
  integration: OfIntegration,
  detections: ChangedDetection[],
): Promise<Map<string, RemovedThreat>> {
  const { rows } = await sql<KnownSource & { kind: string; bdId: string; threatId: string }>`
    select source.kind, source.bd_id, source.threat_id, source.state, source.told_date as reported_date, source.last_detected_at
    from threat_source as source
    where source.tenant_id = ${integration.tenantId} and source.connection_id = ${integration.id}
      and source.bd_id = any(${detections.map(({ draft }) => draft.bdId)}::text[])
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

/** Reads the devices that drafts name, by BD's id. */
export async function readThreatDevices(
  transaction: Transaction<Tables>,
  integration: OfIntegration,
  detections: ChangedDetection[],
): Promise<Map<string, ThreatDevice>> {
  const { rows } = await sql<ThreatDevice & { bdId: string }>`
    select id, bd_id, host_key from device
    where tenant_id = ${integration.tenantId} and connection_id = ${integration.id}
      and bd_id = any(${detections.flatMap(({ draft }) => draft.bdDeviceId ?? [])}::text[])`.execute(transaction);
  return new Map(rows.map((row) => [row.bdId, row]));
}
