import { sql, type Transaction } from 'kysely';
import type { Tables } from '../../database/database.js';
import type { ConnectionRow } from '../../database/tables/rows.js';
import { readTenantSettings } from '../../tenant/tenant-settings.js';
import type { Alerting } from './alerting.js';
import type { ThreatDraft } from './draft.js';
import { reasonOf } from './incident-details.js';
import {
  changedDetections,
  devicesOf,
  knownThreats,
  removedThreats,
  type StoredThreat,
  sameEvent,
  sourceKey,
} from './known-threats.js';
import { hasMoved, sourceState } from './reconcile-threat.js';
import { recordThreatChanges, type ThreatChange } from './threat-changes.js';
import { newThreat, type ThreatHome, updateThreat } from './write-threat.js';

/**
 * Takes in what BD says of threats, in the transaction of their alerts. Rows whose content is as stored change nothing;
 * companies are keyed by BD's id and each draft's company must be among them. Returns how many rows said something new.
 */
export async function storeThreats(
  transaction: Transaction<Tables>,
  context: {
    connection: Pick<ConnectionRow, 'tenantId' | 'id'>;
    companies: ReadonlyMap<string, ThreatHome>;
    alerting: Alerting;
    now: Date;
  },
  drafts: ThreatDraft[],
): Promise<number> {
  const { connection, companies, alerting, now } = context;
  const { tenantId } = connection;
  const news = await changedDetections(transaction, connection, drafts);
  if (news.length === 0) return 0;

  const known = await knownThreats(transaction, connection, news);
  const removed = await removedThreats(transaction, connection, news);
  const devices = await devicesOf(transaction, connection, news);
  const { severityBands: bands } = await readTenantSettings(transaction, tenantId);
  const inserted: ReturnType<typeof newThreat>[] = [];
  const changes: ThreatChange[] = [];
  const sources: Record<string, unknown>[] = [];
  /** Threats that a row of this portion has changed already. */
  const met = new Map<string, StoredThreat>();
  const resolved: string[] = [];
  const toRoute: string[] = [];

  for (const { draft: said, contentHash } of news) {
    const former = removed.get(sourceKey(said));
    // What comes back after its threat was removed is a new one, which begins now: its past is counted already.
    const draft = former === undefined ? said : { ...said, detectedAt: said.lastDetectedAt };
    const row = {
      kind: draft.kind,
      bd_id: draft.bdId,
      content_hash: contentHash,
      state: sourceState(draft),
      told_date: draft.toldDate,
      last_detected_at: draft.lastDetectedAt,
      details_due_at: draft.pendingDetails?.dueAt ?? null,
      details_failures: draft.pendingDetails?.failures ?? 0,
      details_problem: draft.pendingDetails?.problem ?? null,
    };
    if (former !== undefined && !hasMoved(former.source, draft)) {
      sources.push({ ...row, threat_id: former.threatId });
      continue;
    }
    const company = companies.get(draft.bdCompanyId ?? '');
    if (company === undefined) throw new Error(`The threat ${draft.bdId} belongs to a company that is not known.`);
    const { threat: told, source = null } = known.get(sourceKey(draft)) ?? {};
    const same = told ?? (await sameEvent(transaction, tenantId, company.id, draft));
    // Sources are written below: of the incidents of one portion, only one may join a threat.
    const taken = told === undefined && draft.kind === 'INCIDENT' && met.has(same?.id ?? '');
    const stored = same === undefined || taken ? undefined : (met.get(same.id) ?? same);
    if (stored !== undefined) met.set(stored.id, stored);
    if (stored === undefined) {
      const device = devices.get(draft.bdDeviceId ?? '');
      const threat = newThreat({ draft, connection, company, device, bands, now });
      inserted.push(threat);
      const detail = { source: draft.kind, ...(draft.pendingDetails && { reason: reasonOf(draft.pendingDetails) }) };
      changes.push({ threatId: threat.id, kind: 'DETECTED', actor: 'bitdefender', detail });
      sources.push({ ...row, threat_id: threat.id });
      continue;
    }
    sources.push({ ...row, threat_id: stored.id });
    const change = await updateThreat(transaction, tenantId, { stored, source, draft, company, bands, now });
    changes.push({ threatId: stored.id, ...change });
    if (change.kind === 'RESOLVED' || change.kind === 'FALSE_POSITIVE') resolved.push(stored.id);
    else if (company.clientId !== null) toRoute.push(stored.id);
  }

  if (inserted.length > 0) await transaction.insertInto('threat').values(inserted).execute();
  await sql`
    insert into threat_source (tenant_id, connection_id, kind, bd_id, threat_id, content_hash, state, told_date,
                               last_detected_at, changed_at, details_due_at, details_failures, details_problem)
    select ${tenantId}, ${connection.id}::uuid, kind, bd_id, threat_id, content_hash, state, told_date, last_detected_at,
           ${now}, details_due_at, details_failures, details_problem
    from jsonb_to_recordset(${JSON.stringify(sources)}::jsonb)
      as given (kind text, bd_id text, threat_id uuid, content_hash text, state text, told_date text,
                last_detected_at timestamptz, details_due_at timestamptz, details_failures integer, details_problem text)
    on conflict (tenant_id, connection_id, kind, bd_id) do update
      set threat_id = excluded.threat_id, content_hash = excluded.content_hash, state = excluded.state, told_date = excluded.told_date,
          last_detected_at = excluded.last_detected_at, changed_at = excluded.changed_at`.execute(transaction);
  await recordThreatChanges(transaction, tenantId, changes, now);
  for (const { id, clientId } of inserted) if (clientId !== null) toRoute.push(id);
  const cameBack = changes.filter(({ kind }) => kind === 'RECURRED' || kind === 'REOPENED');
  const actor = 'bitdefender';
  await alerting.raise(
    transaction,
    { tenantId, now, actor, cameBack: new Set(cameBack.map(({ threatId }) => threatId)) },
    toRoute,
  );
  await alerting.resolve(transaction, { tenantId, now, actor }, resolved);
  return news.length;
}
