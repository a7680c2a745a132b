import type { CompanyDetails, InventoryCompany } from '../types.js';

/** The name of a company whose own the key cannot read. */
export const unreadName = 'Own company of the API key';

/**
 * The id of the company a key belongs to, as its tree shows it where the company itself cannot be read: the one parent
 * that is not a row, else the one company of the devices that is not. Null if there is none, or more than one.
 */
export function ownCompanyIdOf(
  rows: Iterable<Pick<InventoryCompany, 'id' | 'parentId'>>,
  deviceCompanyIds: Iterable<string | null> = [],
): string | null {
  const all = [...rows];
  const listed = new Set(all.map(({ id }) => id));
  const unlisted = (ids: Iterable<string | null>) =>
    new Set([...ids].filter((id): id is string => id !== null && !listed.has(id)));
  const parents = unlisted(all.map(({ parentId }) => parentId));
  const found = parents.size > 0 ? parents : unlisted(deviceCompanyIds);
  return found.size === 1 ? ([...found][0] ?? null) : null;
}

/** The row of the own company, which no list includes. */
export function ownCompanyRow({ id, name }: Pick<CompanyDetails, 'id' | 'name'>): InventoryCompany {
  return { id, name, parentId: null, kind: 'COMPANY' };
}
