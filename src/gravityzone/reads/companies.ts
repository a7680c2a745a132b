import { readInventoryRows } from '../rows/inventory-rows.js';
import { isReason } from '../transport/errors.js';
import type { Session } from '../transport/session.js';
import type { CompanyDetails, InventoryCompany, Page } from '../types.js';
import { walkInventory } from './inventory.js';

function asInventory(company: CompanyDetails): InventoryCompany {
  return { id: company.id, name: company.name, parentId: null, kind: 'COMPANY' };
}

async function* walkTree(session: Session, signal?: AbortSignal): AsyncGenerator<Page<InventoryCompany>> {
  const dates = await session.dates(signal);
  for await (const page of walkInventory(session, {}, signal)) {
    const { companies, skipped } = readInventoryRows(page.rows, dates);
    yield { items: companies, skipped, number: page.number, total: page.total, warnings: page.warnings };
  }
}

/**
 * See `GravityZone.companies`. The own company comes first, since a partner's own machines belong to it and no list
 * includes it. One recursive walk replaces one `getCompaniesList` for each level of the tree.
 */
export async function* companies(session: Session, signal?: AbortSignal): AsyncGenerator<Page<InventoryCompany>> {
  const own = asInventory(await session.ownCompany(signal));
  if ((await session.flavour(signal)) === 'ON_PREMISES') {
    yield { items: [own], skipped: [], number: 1, total: 1, warnings: [] };
    return;
  }
  let started = false;
  try {
    for await (const page of walkTree(session, signal)) {
      const others = page.items.filter(({ id }) => id !== own.id);
      yield { ...page, items: started ? others : [own, ...others] };
      started = true;
    }
  } catch (error) {
    // The key of a single company may not have access to the tree; then there is only its own company.
    if (started || !isReason(error, 'METHOD_NOT_FOUND')) throw error;
    yield { items: [own], skipped: [], number: 1, total: 1, warnings: [] };
  }
}
