import { readInventoryRows } from '../rows/inventory-rows.js';
import { ownCompanyIdOf, ownCompanyRow, unreadName } from '../rows/own-company.js';
import { isReason } from '../transport/errors.js';
import type { Session } from '../transport/session.js';
import type { InventoryCompany, Page } from '../types.js';
import { walkInventory } from './inventory.js';

async function* walkTree(session: Session, signal?: AbortSignal): AsyncGenerator<Page<InventoryCompany>> {
  const dates = await session.dates(signal);
  for await (const page of walkInventory(session, {}, signal)) {
    const { companies, skipped } = readInventoryRows(page.rows, dates);
    yield { items: companies, skipped, number: page.number, total: page.total, warnings: page.warnings };
  }
}

const alone = (item: InventoryCompany): Page<InventoryCompany> => {
  return { items: [item], skipped: [], number: 1, total: 1, warnings: [] };
};

/**
 * See `GravityZone.companies`. A partner's own machines belong to the own company, which no list includes: it comes first,
 * or last where only the tree shows it. One recursive walk replaces one `getCompaniesList` for each level of the tree.
 */
export async function* companies(session: Session, signal?: AbortSignal): AsyncGenerator<Page<InventoryCompany>> {
  const details = await session.ownCompanyIfReadable(signal);
  const own = details && ownCompanyRow(details);
  if (own !== null && (await session.flavour(signal)) === 'ON_PREMISES') {
    yield alone(own);
    return;
  }
  const shown: InventoryCompany[] = [];
  let number = 0;
  try {
    for await (const page of walkTree(session, signal)) {
      const others = page.items.filter(({ id }) => id !== own?.id);
      yield { ...page, items: own === null || number > 0 ? others : [own, ...others] };
      shown.push(...others);
      number = page.number;
    }
  } catch (error) {
    // The key of a single company may not have access to the tree; then there is only its own company.
    if (number > 0 || !isReason(error, 'METHOD_NOT_FOUND')) throw error;
    if (own !== null) yield alone(own);
  }
  const ownId = own === null ? ownCompanyIdOf(shown) : null;
  if (ownId !== null) yield { ...alone(ownCompanyRow({ id: ownId, name: unreadName })), number: number + 1 };
}
