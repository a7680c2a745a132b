import { sql, type Transaction } from 'kysely';
import type { Tables } from '../../database/database.js';
import { severities } from '../../domain/severity.js';
import type { Jobs } from '../../queue/ports.js';
import { followPublished } from '../publication/request-publications.js';
import { recordAlertChanges } from '../state/alert-changes.js';

/**
 * Gives the alerts of these threats the severity their threats have now, with the log, and asks no rule: what is only
 * re-rated requests no ticket.
 */
export async function followSeverity(
  transaction: Transaction<Tables>,
  { tenantId, jobs, now, actor }: { tenantId: string; jobs: Jobs; now: Date; actor: string },
  threatIds: readonly string[],
): Promise<void> {
  if (threatIds.length === 0) return;
  const { rows } = await sql<{ id: string; before: number; after: number }>`
    update alert set severity = threat.severity, changed_at = ${now}
    from threat, alert as old
    where alert.tenant_id = ${tenantId} and alert.threat_id = any(${[...threatIds]}::uuid[])
      and threat.tenant_id = alert.tenant_id and threat.id = alert.threat_id and threat.severity <> alert.severity
      and old.tenant_id = alert.tenant_id and old.id = alert.id
    returning alert.id, old.severity as before, threat.severity as after`.execute(transaction);
  const changes = rows.map(({ id, before, after }) => {
    const detail = { severity: { from: severities[before], to: severities[after] } };
    return { alertId: id, kind: 'UPDATED' as const, actor, detail };
  });
  await recordAlertChanges(transaction, tenantId, changes, now);
  const changed = rows.map(({ id }) => id);
  await followPublished(transaction, { tenantId, jobs, now }, changed);
}
