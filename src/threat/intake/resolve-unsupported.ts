import { sql, type Transaction } from 'kysely';
import type { Tables } from '../../database/database.js';
import type { Alerting } from './alerting.js';
import { type SourceState, statusWithoutItem } from './reconcile-threat.js';
import { recordThreatChanges, type ThreatChangeDetail } from './threat-changes.js';

/**
 * Resolves, with their alerts, those of these threats that no source keeps open: neither an open incident, a quarantine item nor an
 * infection. `cause` goes into their history. The transaction must hold the tenant's lock.
 */
export async function resolveUnsupported(
  transaction: Transaction<Tables>,
  { tenantId, alerting, now }: { tenantId: string; alerting: Alerting; now: Date },
  threatIds: readonly string[],
  cause: Pick<ThreatChangeDetail, 'source' | 'reason' | 'itemExit'>,
): Promise<void> {
  const { rows } = await sql<{ id: string; status: string; states: SourceState[] }>`
    select threat.id, threat.status, array_agg(source.state) as states from threat
    join threat_source as source on source.tenant_id = threat.tenant_id and source.threat_id = threat.id
    where threat.tenant_id = ${tenantId} and threat.id = any(${[...threatIds]}::uuid[])
    group by threat.id, threat.status`.execute(transaction);
  const resolved = rows
    .filter(({ status, states }) => status !== statusWithoutItem(status, states))
    .map(({ id }) => id);
  await sql`
    update threat set status = 'RESOLVED', resolved_by = 'bitdefender', resolved_at = ${now}, changed_at = ${now}
    where tenant_id = ${tenantId} and id = any(${resolved}::uuid[])`.execute(transaction);
  const detail = { ...cause, from: 'UNRESOLVED', to: 'RESOLVED' };
  await recordThreatChanges(
    transaction,
    tenantId,
    resolved.map((threatId) => ({ threatId, kind: 'RESOLVED', actor: 'bitdefender', detail })),
    now,
  );
  await alerting.resolve(transaction, { tenantId, now, actor: 'bitdefender' }, resolved);
}
