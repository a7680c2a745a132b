import { mintedAt } from '../rows/dates.js';
import { id, property } from '../rows/fields.js';
import { GravityZoneError, isReason } from '../transport/errors.js';
import type { Session } from '../transport/session.js';
import { readingMethods } from './methods.js';

/**
 * See `GravityZone.deletedGroup`. Asked for a company, the list holds "Computers and Groups" and "Deleted" (API
 * reference 6.2).
 */
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
    const list = (Array.isArray(told) ? told : []).map((group: unknown) => ({
      id: id.parse(property(group, 'id')),
      isDeleted: property(group, 'name') === 'Deleted',
    }));
    // What is kept for good and hides devices is believed of a flawless list only, where no group passes for another.
    const ids = new Set(list.flatMap((group) => group.id ?? []));
    if (ids.size < list.length || [...ids].some((group) => mintedAt(group) === null))
      throw new GravityZoneError('MALFORMED_ANSWER', { method: readingMethods.groups.method });
    return list.find(({ isDeleted }) => isDeleted)?.id ?? null;
  } catch (error) {
    if (isReason(error, 'METHOD_NOT_FOUND', 'INVALID_PARAMETERS', 'API_NOT_ENABLED')) return null;
    throw error;
  }
}
