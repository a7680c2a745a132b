import type { ConnectionRow } from '../../database/tables/rows.js';
import { ownCompanyIdOf, ownCompanyRow, unreadName } from '../../gravityzone/rows/own-company.js';
import { learnCompanies } from '../run/sync-companies.js';
import type { InventoryWalk } from './inventory-walk.js';
import { type StreamContext, writing } from './stream-context.js';

/**
 * Stores the company of the key if it is not stored yet: no list includes it, and a key without the Companies API cannot
 * read it, but a walk of the whole tree shows its id. Returns the connection with that id.
 */
export async function learnOwnCompany(context: StreamContext, walk: InventoryWalk): Promise<ConnectionRow> {
  const { companies, connection, now, plan } = context;
  const { ownCompanyBdId: known, ownCompanyName } = connection;
  const isWhole = plan.scope === 'TREE' && walk.complete;
  const ownId = known ?? (isWhole ? ownCompanyIdOf(walk.companies.values(), walk.companyIds) : null);
  if (ownId === null || companies.has(ownId)) return connection;
  const own = ownCompanyRow({ id: ownId, name: ownCompanyName ?? unreadName });
  await writing(context, async (transaction) => {
    await learnCompanies(transaction, connection, companies, [own], now);
    await transaction
      .updateTable('connection')
      .set({ ownCompanyBdId: ownId })
      .where('tenantId', '=', connection.tenantId)
      .where('id', '=', connection.id)
      .where('ownCompanyBdId', 'is', null)
      // Two connections may lead to one GravityZone, if neither knew its company.
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('connection as twin')
              .select('twin.id')
              .where('twin.tenantId', '=', connection.tenantId)
              .where('twin.endpoint', '=', connection.endpoint)
              .where('twin.ownCompanyBdId', '=', ownId),
          ),
        ),
      )
      .execute();
  });
  return { ...connection, ownCompanyBdId: ownId };
}
