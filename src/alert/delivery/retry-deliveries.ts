import { sql, type Transaction } from 'kysely';
import { recordAudit } from '../../audit/audit.js';
import type { Viewer } from '../../auth/viewer.js';
import type { Database, Tables } from '../../database/database.js';
import { deliveries } from '../../database/later-values.js';
import { onlyUuids } from '../../database/uuid.js';
import type { ItemProblem } from '../../graphql/errors.js';
import type { Jobs } from '../../queue/ports.js';
import { listedKinds } from '../action/action-kinds.js';

/**
 * Retries DEAD actions of this tenant under their idempotency keys; those of a kind unknown to this release are skipped.
 * Returns why single ones were refused, by their ids.
 */
export async function retryDeliveries(
  { database, jobs }: { database: Database; jobs: Jobs },
  viewer: Viewer,
  ids: string[],
): Promise<Map<string, ItemProblem>> {
  const { tenantId, subject } = viewer;
  return database.forTenant(tenantId, async (transaction) => {
    const now = new Date();
    const { rows: known } = await sql<{ id: string; kind: string; state: string }>`
      select id, kind, state from ${deliveries} as delivery
      where tenant_id = ${tenantId} and kind = any(${[...listedKinds]}::text[]) and id = any(${onlyUuids(ids)}::uuid[])`.execute(
      transaction,
    );
    const refused = new Map<string, ItemProblem>();
    const retried: string[] = [];
    for (const { id, kind, state } of known) {
      if (state !== 'DEAD') {
        const message =
          state === 'DONE'
            ? 'It is done: there is nothing to retry.'
            : 'It has not been given up: it is retried automatically.';
        refused.set(id, { code: 'NOT_GIVEN_UP', message });
        continue;
      }
      await retry(transaction, { tenantId, jobs, now }, kind, id);
      retried.push(id);
    }
    if (retried.length > 0)
      await recordAudit(transaction, {
        tenantId,
        actor: subject,
        action: 'ALERT_DELIVERIES_RETRIED',
        subject: 'alert actions',
        detail: { ids: retried, before: { state: 'DEAD' }, after: { state: 'PENDING' } },
        at: now,
      });
    return refused;
  });
}

async function retry(
  transaction: Transaction<Tables>,
  { tenantId, jobs, now }: { tenantId: string; jobs: Jobs; now: Date },
  kind: string,
  id: string,
): Promise<void> {
  if (kind === 'PUBLISH') {
    await transaction
      .updateTable('alertPublication')
      .set({ state: 'PENDING', failures: 0, changedAt: now })
      .where('tenantId', '=', tenantId)
      .where('id', '=', id)
      .execute();
    return jobs.publish(transaction, tenantId, id);
  }
  await transaction
    .updateTable('alertAction')
    .set({ state: 'PENDING', changedAt: now })
    .where('tenantId', '=', tenantId)
    .where('id', '=', id)
    .execute();
  return jobs.deliver(transaction, tenantId, id);
}
