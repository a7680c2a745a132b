import { recordAudit } from '../../audit/audit.js';
import type { Viewer } from '../../auth/viewer.js';
import type { Database } from '../../database/database.js';
import { onlyUuids } from '../../database/uuid.js';
import type { ItemProblem } from '../../graphql/errors.js';
import type { Jobs } from '../../queue/ports.js';
import { deliveryKinds } from '../action/action-kinds.js';

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
    const known = await transaction
      .selectFrom('alertAction')
      .select(['id', 'state'])
      .where('tenantId', '=', tenantId)
      .where('kind', 'in', deliveryKinds)
      .where(({ eb, fn }) => eb('id', '=', fn.any(eb.val(onlyUuids(ids)))))
      .execute();
    const refused = new Map<string, ItemProblem>();
    const retried: string[] = [];
    for (const { id, state } of known) {
      if (state !== 'DEAD') {
        const message =
          state === 'DONE'
            ? 'It is done: there is nothing to retry.'
            : 'It has not been given up: it is retried automatically.';
        refused.set(id, { code: 'NOT_GIVEN_UP', message });
        continue;
      }
      await transaction
        .updateTable('alertAction')
        .set({ state: 'PENDING', changedAt: now })
        .where('tenantId', '=', tenantId)
        .where('id', '=', id)
        .execute();
      await jobs.deliver(transaction, tenantId, id);
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
