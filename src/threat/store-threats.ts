import { createHash, randomUUID } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import { raiseAlerts, resolveAlerts } from '../alert/raise-alerts.js';
import type { Jobs } from '../alert/request-actions.js';
import type { ConnectionRow } from '../connection/open-gravityzone.js';
import type { Tables } from '../database/database.js';
import { hostKey } from '../device/hostname.js';
import type { CompanyTarget } from '../device/store-devices.js';
import type { ThreatDraft } from './draft.js';
import { findSameEvent } from './same-event.js';
import { severities } from './severity.js';
import { recordThreatChanges, type ThreatChange } from './threat-changes.js';

/** A mapped company, and from when on its threats are news. */
export interface ThreatCompany extends CompanyTarget {
  mappedAt: Date | null;
}

interface StoredThreat {
  id: string;
  status: string;
  resolvedBy: string | null;
  occurrences: number;
  lastDetectedAt: Date;
}

/** Detections older than this before the mapping are history and act on nothing. */
const newsBeforeMappingMilliseconds = 24 * 3_600_000;

/**
 * Takes in what BD says of threats, in the transaction of their alerts. Rows whose content is as stored change nothing;
 * companies are keyed by BD's id and each draft's company must be among them. Returns how many rows said something new.
 */
export async function storeThreats(
  transaction: Transaction<Tables>,
  context: {
    connection: Pick<ConnectionRow, 'tenantId' | 'id'>;
    companies: ReadonlyMap<string, ThreatCompany>;
    jobs: Jobs;
    now: Date;
  },
  drafts: ThreatDraft[],
): Promise<number> {
  const { connection, companies, jobs, now } = context;
  const { tenantId } = connection;
  const news = await onlyNews(transaction, connection, drafts);
  if (news.length === 0) return 0;

  const known = await knownThreats(transaction, connection, news);
  const devices = await devicesOf(transaction, connection, news);
  const inserted: ReturnType<typeof newThreat>[] = [];
  const changes: ThreatChange[] = [];
  const sources: { kind: string; bd_id: string; threat_id: string; content_hash: string }[] = [];
  const resolved: string[] = [];
  const toRoute: string[] = [];

  for (const { draft, contentHash } of news) {
    const company = companies.get(draft.bdCompanyId ?? '');
    if (company === undefined) throw new Error(`The threat ${draft.bdId} belongs to a company that is not known.`);
    const device = devices.get(draft.bdDeviceId ?? '');
    const stored = known.get(sourceKey(draft)) ?? (await sameEvent(transaction, tenantId, company.id, draft));
    const source = { kind: draft.kind, bd_id: draft.bdId, content_hash: contentHash };
    if (stored === undefined) {
      const threat = newThreat({ draft, connection, company, device, now });
      inserted.push(threat);
      changes.push({ threatId: threat.id, kind: 'DETECTED', actor: 'bitdefender', detail: { source: draft.kind } });
      sources.push({ ...source, threat_id: threat.id });
      continue;
    }
    sources.push({ ...source, threat_id: stored.id });
    const change = await updateThreat(transaction, tenantId, { stored, draft, company, now });
    changes.push({ threatId: stored.id, ...change });
    if (change.kind === 'RESOLVED' || change.kind === 'FALSE_POSITIVE') resolved.push(stored.id);
    else if (company.clientId !== null) toRoute.push(stored.id);
  }

  if (inserted.length > 0) await transaction.insertInto('threat').values(inserted).execute();
  await sql`
    insert into threat_source (tenant_id, connection_id, kind, bd_id, threat_id, content_hash, changed_at)
    select ${tenantId}, ${connection.id}::uuid, kind, bd_id, threat_id, content_hash, ${now}
    from jsonb_to_recordset(${JSON.stringify(sources)}::jsonb)
      as given (kind text, bd_id text, threat_id uuid, content_hash text)
    on conflict (tenant_id, connection_id, kind, bd_id) do update
      set content_hash = excluded.content_hash, changed_at = excluded.changed_at`.execute(transaction);
  await recordThreatChanges(transaction, tenantId, changes, now);
  for (const { id, clientId } of inserted) if (clientId !== null) toRoute.push(id);
  const cameBack = changes.filter(({ kind }) => kind === 'RECURRED' || kind === 'REOPENED');
  const actor = 'bitdefender';
  await raiseAlerts(
    transaction,
    { tenantId, jobs, now, actor, cameBack: new Set(cameBack.map(({ threatId }) => threatId)) },
    toRoute,
  );
  await resolveAlerts(transaction, { tenantId, now, actor }, resolved);
  return news.length;
}

interface News {
  draft: ThreatDraft;
  contentHash: string;
}

const sourceKey = ({ kind, bdId }: { kind: string; bdId: string }) => `${kind} ${bdId}`;

/** The drafts that say something not yet stored; of several of one id, the last. */
async function onlyNews(
  transaction: Transaction<Tables>,
  connection: Pick<ConnectionRow, 'tenantId' | 'id'>,
  drafts: ThreatDraft[],
): Promise<News[]> {
  const byKey = new Map(drafts.map((draft) => [sourceKey(draft), draft]));
  const { rows } = await sql<{ kind: string; bdId: string; contentHash: string }>`
    select kind, bd_id, content_hash from threat_source
    where tenant_id = ${connection.tenantId} and connection_id = ${connection.id}
      and bd_id = any(${drafts.map(({ bdId }) => bdId)}::text[])`.execute(transaction);
  const stored = new Map(rows.map((row) => [sourceKey(row), row.contentHash]));
  return [...byKey.values()]
    .map((draft) => ({ draft, contentHash: hashOf(draft) }))
    .filter(({ draft, contentHash }) => stored.get(sourceKey(draft)) !== contentHash);
}

/** Of what the list itself says: details fetched later, once, do not make a row new again. */
function hashOf(draft: ThreatDraft): string {
  const { kind, bdId, name, severityScore, status, actionRaw, bdDeviceId, lastDetectedAt } = draft;
  const content = [kind, bdId, name, severityScore, status, actionRaw, bdDeviceId, lastDetectedAt];
  return createHash('sha256').update(JSON.stringify(content)).digest('base64url');
}

async function knownThreats(
  transaction: Transaction<Tables>,
  connection: Pick<ConnectionRow, 'tenantId' | 'id'>,
  news: News[],
): Promise<Map<string, StoredThreat>> {
  const { rows } = await sql<StoredThreat & { kind: string; bdId: string }>`
    select source.kind, source.bd_id, threat.id, threat.status, threat.resolved_by, threat.occurrences,
           threat.last_detected_at
    from threat_source as source
    join threat on threat.tenant_id = source.tenant_id and threat.id = source.threat_id
    where source.tenant_id = ${connection.tenantId} and source.connection_id = ${connection.id}
      and source.bd_id = any(${news.map(({ draft }) => draft.bdId)}::text[])`.execute(transaction);
  return new Map(rows.map((row) => [sourceKey(row), row]));
}

interface ThreatDevice {
  id: string;
  hostKey: string;
}

async function devicesOf(
  transaction: Transaction<Tables>,
  connection: Pick<ConnectionRow, 'tenantId' | 'id'>,
  news: News[],
): Promise<Map<string, ThreatDevice>> {
  const { rows } = await sql<ThreatDevice & { bdId: string }>`
    select id, bd_id, host_key from device
    where tenant_id = ${connection.tenantId} and connection_id = ${connection.id}
      and bd_id = any(${news.flatMap(({ draft }) => draft.bdDeviceId ?? [])}::text[])`.execute(transaction);
  return new Map(rows.map((row) => [row.bdId, row]));
}

/** The threat from the other stream that is the same event, if there is one. */
async function sameEvent(
  transaction: Transaction<Tables>,
  tenantId: string,
  companyId: string,
  draft: ThreatDraft,
): Promise<StoredThreat | undefined> {
  if (draft.bdDeviceId === null) return undefined;
  const otherKind = draft.kind === 'INCIDENT' ? 'QUARANTINE' : 'INCIDENT';
  const { rows } = await sql<
    StoredThreat & { name: string; filePath: string | null; fileHash: string | null; detectedAt: Date }
  >`
    select threat.id, threat.status, threat.resolved_by, threat.occurrences, threat.last_detected_at, threat.name,
           threat.file_path, threat.file_hash, threat.detected_at
    from threat
    where threat.tenant_id = ${tenantId} and threat.company_id = ${companyId} and threat.bd_device_id = ${draft.bdDeviceId}
      and threat.detected_at between ${draft.detectedAt}::timestamptz - interval '1 day'
                                 and ${draft.detectedAt}::timestamptz + interval '1 day'
      and exists (select from threat_source as source
                  where source.tenant_id = threat.tenant_id and source.threat_id = threat.id and source.kind = ${otherKind})
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

function newThreat(given: {
  draft: ThreatDraft;
  connection: Pick<ConnectionRow, 'tenantId' | 'id'>;
  company: ThreatCompany;
  device: ThreatDevice | undefined;
  now: Date;
}) {
  const { draft, connection, company, device, now } = given;
  const key = device?.hostKey ?? (draft.hostName === null ? null : hostKey(draft.hostName, draft.fqdn));
  return {
    tenantId: connection.tenantId,
    id: randomUUID(),
    connectionId: connection.id,
    companyId: company.id,
    clientId: company.clientId,
    deviceId: device?.id ?? null,
    bdDeviceId: draft.bdDeviceId,
    hostName: draft.hostName,
    hostKey: key,
    name: draft.name,
    family: draft.family,
    severity: severities.indexOf(draft.severity.severity),
    severityScore: draft.severityScore,
    severitySource: draft.severity.source,
    severityReason: draft.severity.reason,
    status: draft.status,
    resolvedBy: draft.status === 'UNRESOLVED' ? null : 'bitdefender',
    resolvedAt: draft.status === 'UNRESOLVED' ? null : now,
    note: null,
    action: draft.action,
    actionRaw: draft.actionRaw,
    filePath: draft.filePath,
    fileHash: draft.fileHash,
    processPath: draft.processPath,
    userName: draft.userName,
    link: draft.link,
    detectedAt: draft.detectedAt,
    lastDetectedAt: draft.lastDetectedAt,
    occurrences: 1,
    history: isHistory(draft, company),
    createdAt: now,
    changedAt: now,
  };
}

function isHistory(draft: ThreatDraft, { mappedAt }: ThreatCompany): boolean {
  return mappedAt !== null && draft.lastDetectedAt.getTime() < mappedAt.getTime() - newsBeforeMappingMilliseconds;
}

/** Applies a row that says something new of a threat we have. What a person decided stays, unless the threat recurs. */
async function updateThreat(
  transaction: Transaction<Tables>,
  tenantId: string,
  given: { stored: StoredThreat; draft: ThreatDraft; company: ThreatCompany; now: Date },
): Promise<Omit<ThreatChange, 'threatId'>> {
  const { stored, draft, company, now } = given;
  const recurred = draft.kind === 'QUARANTINE' && draft.lastDetectedAt > stored.lastDetectedAt;
  const byPerson = stored.resolvedBy !== null && stored.resolvedBy !== 'bitdefender';
  const status = recurred ? 'UNRESOLVED' : byPerson || draft.kind === 'QUARANTINE' ? stored.status : draft.status;
  const statusChanged = status !== stored.status;
  await transaction
    .updateTable('threat')
    .set({
      status,
      ...(statusChanged && {
        resolvedBy: status === 'UNRESOLVED' ? null : 'bitdefender',
        resolvedAt: status === 'UNRESOLVED' ? null : now,
      }),
      ...(draft.kind === 'INCIDENT' && {
        name: draft.name,
        family: draft.family,
        severity: severities.indexOf(draft.severity.severity),
        severityScore: draft.severityScore,
        severitySource: draft.severity.source,
        severityReason: draft.severity.reason,
        actionRaw: draft.actionRaw,
        link: draft.link,
      }),
      ...(draft.action !== 'UNKNOWN' && draft.action !== 'REPORTED' && { action: draft.action }),
      ...(draft.filePath !== null && { filePath: draft.filePath }),
      ...(draft.fileHash !== null && { fileHash: draft.fileHash }),
      ...(draft.processPath !== null && { processPath: draft.processPath }),
      ...(draft.userName !== null && { userName: draft.userName }),
      lastDetectedAt: draft.lastDetectedAt > stored.lastDetectedAt ? draft.lastDetectedAt : stored.lastDetectedAt,
      occurrences: stored.occurrences + (recurred ? 1 : 0),
      // What comes back after the mapping is history no more.
      ...(recurred && { history: isHistory(draft, company) }),
      changedAt: now,
    })
    .where('tenantId', '=', tenantId)
    .where('id', '=', stored.id)
    .execute();
  const kind = !statusChanged
    ? recurred
      ? 'RECURRED'
      : 'UPDATED'
    : status === 'UNRESOLVED'
      ? 'REOPENED'
      : (status as 'RESOLVED' | 'FALSE_POSITIVE');
  return { kind, actor: 'bitdefender', detail: { source: draft.kind, from: stored.status, to: status } };
}
