import { sql } from 'kysely';
import { raiseAlerts, resolveAlerts } from '../alert/raise-alerts.js';
import type { Jobs } from '../alert/request-actions.js';
import { recordAudit } from '../audit/audit.js';
import type { Database } from '../database/database.js';
import { onlyUuids } from '../database/uuid.js';
import { InputRefused } from '../graphql/errors.js';
import type { Viewer } from '../graphql/viewer.js';
import { recordThreatChanges, type ThreatChangeKind } from './threat-changes.js';

export type TriageDecision = 'RESOLVE' | 'REOPEN' | 'FALSE_POSITIVE';

const outcomes: Readonly<Record<TriageDecision, { status: string; change: ThreatChangeKind }>> = {
  RESOLVE: { status: 'RESOLVED', change: 'RESOLVED' },
  REOPEN: { status: 'UNRESOLVED', change: 'REOPENED' },
  FALSE_POSITIVE: { status: 'FALSE_POSITIVE', change: 'FALSE_POSITIVE' },
};

const maximumItems = 500;

/**
 * A person's decision on threats, theirs and their alerts'. Nothing is written back to BD. Returns the ids that exist;
 * those already so are left as they are.
 */
export async function triageThreats(
  parts: { database: Database; jobs: Jobs },
  viewer: Viewer,
  input: { ids: string[]; decision: TriageDecision; note?: string | null | undefined },
): Promise<Set<string>> {
  if (input.ids.length === 0 || input.ids.length > maximumItems)
    throw new InputRefused('TOO_MANY', `Name 1 to ${maximumItems} threats at once.`, ['input', 'ids']);
  const { tenantId, subject } = viewer;
  const { status, change } = outcomes[input.decision];
  return parts.database.forTenant(tenantId, async (transaction) => {
    const now = new Date();
    const found = await sql<{ id: string }>`
      select id from threat where tenant_id = ${tenantId} and id = any(${onlyUuids(input.ids)}::uuid[])`.execute(
      transaction,
    );
    const ids = found.rows.map(({ id }) => id);
    const open = status === 'UNRESOLVED';
    const { rows } = await sql<{ id: string }>`
      update threat set status = ${status}, resolved_by = ${open ? null : subject}, resolved_at = ${open ? null : now},
                        note = coalesce(${input.note ?? null}, note), changed_at = ${now}
      where tenant_id = ${tenantId} and id = any(${ids}::uuid[]) and status <> ${status}
      returning id`.execute(transaction);
    const changed = rows.map(({ id }) => id);
    const detail = input.note ? { note: input.note } : {};
    await recordThreatChanges(
      transaction,
      tenantId,
      changed.map((threatId) => ({ threatId, kind: change, actor: subject, detail })),
      now,
    );
    const context = { tenantId, now, actor: subject };
    if (open) await raiseAlerts(transaction, { ...context, jobs: parts.jobs, cameBack: new Set(changed) }, changed);
    else await resolveAlerts(transaction, context, changed);
    await recordAudit(transaction, {
      tenantId,
      actor: subject,
      action: `THREATS_${input.decision}`,
      subject: 'threats',
      detail: { ids: changed },
      at: now,
    });
    return new Set(ids);
  });
}
