import { isReason } from './errors.js';
import { property, requiredId } from './fields.js';
import type { Session } from './session.js';

/** See `GravityZone.deletedGroup`. Asked for a company, the list holds "Computers and Groups" and "Deleted" (API reference 6.2). */
export async function deletedGroup(session: Session, companyId: string, signal?: AbortSignal): Promise<string | null> {
  const onPremises = (await session.flavour(signal)) === 'ON_PREMISES';
  try {
    const groups = await session.transport.call(
      onPremises ? 'onPremisesGroups' : 'groups',
      onPremises ? {} : { parentId: companyId },
      signal,
    );
    // A bare array, though an older client of others reads `items`.
    const told = Array.isArray(groups) ? groups : property(groups, 'items');
    const list: unknown[] = Array.isArray(told) ? told : [];
    const id = requiredId.safeParse(
      property(
        list.find((group) => property(group, 'name') === 'Deleted'),
        'id',
      ),
    );
    // An id that another group has too would make that one's devices read as deleted.
    return id.success && list.filter((group) => property(group, 'id') === id.data).length === 1 ? id.data : null;
  } catch (error) {
    if (isReason(error, 'METHOD_NOT_FOUND', 'INVALID_PARAMETERS', 'API_NOT_ENABLED')) return null;
    throw error;
  }
}
