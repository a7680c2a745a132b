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
    const list = Array.isArray(groups) ? groups : property(groups, 'items');
    const found = Array.isArray(list) ? list.find((group) => property(group, 'name') === 'Deleted') : undefined;
    const id = requiredId.safeParse(property(found, 'id'));
    return id.success ? id.data : null;
  } catch (error) {
    if (isReason(error, 'METHOD_NOT_FOUND', 'INVALID_PARAMETERS', 'API_NOT_ENABLED')) return null;
    throw error;
  }
}
