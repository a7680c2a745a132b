import type { IntegrationRow } from '../../database/tables/rows.js';
import { ownCompanyIdOf, ownCompanyRow, unreadName } from '../../gravityzone/rows/own-company.js';
import { learnCompanies } from '../run/sync-companies.js';
import type { InventoryWalk } from './inventory-walk.js';
import { type StreamContext, writing } from './stream-context.js';

/**
 * Stores the company of the key if it is not stored yet: no list includes it, and a key without the Companies API cannot
 * read it, but a walk of the whole tree shows its id. Returns the integration with that id.
 */
export async function learnOwnCompany(context: StreamContext, walk: InventoryWalk): Promise<IntegrationRow> {
  const { companies, integration, now, plan } = context;
  const { ownCompanyBdId: known, ownCompanyName } = integration;
  const isWhole = plan.scope === 'TREE' && walk.complete;
  const ownId = known ?? (isWhole ? ownCompanyIdOf(walk.companies.values(), walk.companyIds) : null);
  if (ownId === null || companies.has(ownId)) return integration;
  const own = ownCompanyRow({ id: ownId, name: ownCompanyName ?? unreadName });
  await writing(context, async (transaction) => {
    await learnCompanies(transaction, integration, companies, [own], now);
    await transaction
      .updateTable('connection')
      .set({ ownCompanyBdId: ownId })
      .where('tenantId', '=', integration.tenantId)
      .where('id', '=', integration.id)
      .where('ownCompanyBdId', 'is', null)
      // Two integrations may lead to one GravityZone, if neither knew its company.
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('connection as twin')
              .select('twin.id')
              .where('twin.tenantId', '=', integration.tenantId)
              .where('twin.endpoint', '=', integration.endpoint)
              .where('twin.ownCompanyBdId', '=', ownId),
          ),
        ),
      )
      .execute();
  });
  return { ...integration, ownCompanyBdId: ownId };
}
