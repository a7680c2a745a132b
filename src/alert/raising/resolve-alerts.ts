import { type Transaction } from 'kysely';
import { type Tables } from '../../database/database.js';
import type { Jobs } from '../../queue/ports.js';
import { changeLifecycles, readLifecycles } from '../state/alert-changes.js';
import { followThreat } from '../state/alert-state.js';
import { followMembers } from './follow-members.js';

/** Resolves the alerts of threats that `actor` resolved, but for those a person took over. */
export async function resolveAlerts(
  transaction: Transaction<Tables>,
  context: { tenantId: string; jobs: Jobs; now: Date; actor: string },
  threatIds: string[],
): Promise<void> {
  if (threatIds.length === 0) return;
  const { tenantId, jobs, now, actor } = context;
  const alerts = await readLifecycles(transaction, tenantId, 'threat_id', threatIds);
  const decided = alerts.map((before) => ({
    before,
    after: followThreat(before, { unresolved: false, changed: true }),
  }));
  await changeLifecycles(transaction, tenantId, decided, { actor, jobs, now });
  await followMembers(transaction, context, 'threat_id', threatIds);
}
