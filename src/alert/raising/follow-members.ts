import { sql, type Transaction } from 'kysely';
import type { Tables } from '../../database/database.js';
import type { Jobs } from '../../queue/ports.js';
import { changeLifecycles, readLifecycles } from '../state/alert-changes.js';
import { followThreat } from '../state/alert-state.js';

/**
 * Lets the outbreaks of these alerts, named by their ids or those of their threats, follow their members: one is over
 * when all of them are resolved, and is no longer over when one of them is open again. One that a person took over
 * stays as it is. Returns the ids of those that are no longer over. The transaction must hold the tenant's lock.
 */
export async function followMembers(
  transaction: Transaction<Tables>,
  { tenantId, jobs, now }: { tenantId: string; jobs: Jobs; now: Date },
  by: 'id' | 'threat_id',
  ids: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ id: string; unresolved: boolean }>`
    select one.outbreak_id as id, exists (select from alert as member where member.tenant_id = ${tenantId}
      and member.outbreak_id = one.outbreak_id and member.state <> 'RESOLVED') as unresolved
    from (select distinct outbreak_id from alert
      where tenant_id = ${tenantId} and ${sql.ref(by)} = any(${[...ids]}::uuid[]) and outbreak_id is not null) as one`.execute(
    transaction,
  );
  if (rows.length === 0) return [];
  const unresolved = new Map(rows.map((row) => [row.id, row.unresolved]));
  const outbreaks = await readLifecycles(transaction, tenantId, 'id', [...unresolved.keys()]);
  const decided = outbreaks.map((before) => {
    const isOpen = unresolved.get(before.id) === true;
    // A single member that comes back is no reason to undo what a person decided about all of them.
    return { before, after: followThreat(before, { unresolved: isOpen, changed: !isOpen }) };
  });
  const changes = await changeLifecycles(transaction, tenantId, decided, { actor: 'opsmerge', jobs, now });
  return changes.flatMap(({ kind, alertId }) => (kind === 'REOPENED' ? [alertId] : []));
}
