import { mintedAt } from '../rows/dates.js';
import { id, property } from '../rows/fields.js';
import { GravityZoneError, isReason } from '../transport/errors.js';
import type { Session } from '../transport/session.js';
import { readingMethods } from './methods.js';

/**
 * See `GravityZone.deletedGroup`. The list of a company contains "Computers and Groups" and "Deleted" (API
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
    // A bare array; third-party clients also read `items`.
    const received = Array.isArray(groups) ? groups : property(groups, 'items');
    const list = (Array.isArray(received) ? received : []).map((group: unknown) => ({
      id: id.parse(property(group, 'id')),
      isDeleted: property(group, 'name') === 'Deleted',
    }));
    // The id is stored for good and hides devices, so every group of the list must have a valid id of its own.
    const ids = new Set(list.flatMap((group) => group.id ?? []));
    if (ids.size < list.length || [...ids].some((group) => mintedAt(group) === null))
      throw new GravityZoneError('MALFORMED_ANSWER', { method: readingMethods.groups.method });
    return list.find(({ isDeleted }) => isDeleted)?.id ?? null;
  } catch (error) {
    if (isReason(error, 'METHOD_NOT_FOUND', 'INVALID_PARAMETERS', 'API_NOT_ENABLED')) return null;
    throw error;
  }
}
