import { recordAudit } from '../audit/audit.js';
import type { Database } from '../database/database.js';
import { onlyUuids } from '../database/uuid.js';
import { InputRefused } from '../graphql/errors.js';
import type { Viewer } from '../graphql/viewer.js';

const states = { ACKNOWLEDGE: 'ACKNOWLEDGED', RESOLVE: 'RESOLVED', REOPEN: 'OPEN' } as const;

const maximumItems = 500;

/** A person's decision on alerts. One taken over no longer follows its threat, until it is reopened. */
export async function decideAlerts(
  database: Database,
  viewer: Viewer,
  input: { ids: string[]; decision: keyof typeof states },
): Promise<void> {
  if (input.ids.length === 0 || input.ids.length > maximumItems)
    throw new InputRefused('TOO_MANY', `Name 1 to ${maximumItems} alerts at once.`, ['input', 'ids']);
  const { tenantId, subject } = viewer;
  await database.forTenant(tenantId, async (transaction) => {
    const now = new Date();
    const changed = await transaction
      .updateTable('alert')
      .set({
        state: states[input.decision],
        takenOverBy: input.decision === 'REOPEN' ? null : subject,
        changedAt: now,
      })
      .where('tenantId', '=', tenantId)
      .where('id', 'in', [...onlyUuids(input.ids), nobody])
      .returning('id')
      .execute();
    await recordAudit(transaction, {
      tenantId,
      actor: subject,
      action: `ALERTS_${input.decision}`,
      subject: 'alerts',
      detail: { ids: changed.map(({ id }) => id) },
      at: now,
    });
  });
}

/** Keeps the list from being empty, which SQL does not take. */
const nobody = '00000000-0000-0000-0000-000000000000';
