import { flag, id, property } from '../rows/fields.js';
import { isReason } from '../transport/errors.js';
import type { Transport } from '../transport/transport.js';
import type { ReadingMethodName } from './methods.js';

/** Enough for one of them to have been seen just now. */
const mostMachines = 10;
const online = 1;

/** The ids of managed computers on the first page of an on-premises list. */
export async function managedComputers(transport: Transport, signal?: AbortSignal): Promise<string[]> {
  const filters = { depth: { allItemsRecursively: true } };
  const list = await transport.call('onPremisesComputers', { page: 1, perPage: 100, filters }, signal);
  const rows = property(list, 'items');
  const managed = (Array.isArray(rows) ? rows : []).filter((row) => flag.parse(property(row, 'isManaged')) === true);
  return managed.flatMap((row) => id.parse(property(row, 'id')) ?? []);
}

/** Reads, of up to ten of these machines, when those that are online were last seen, as GravityZone wrote it. */
export async function readContacts(
  transport: Transport,
  method: ReadingMethodName,
  endpointIds: readonly string[],
  signal?: AbortSignal,
): Promise<unknown[]> {
  const contacts: unknown[] = [];
  for (const endpointId of endpointIds.slice(0, mostMachines)) {
    try {
      const machine = await transport.call(method, { endpointId }, signal);
      if (property(machine, 'state') === online) contacts.push(property(machine, 'lastSeen'));
    } catch (error) {
      if (!isReason(error, 'INVALID_PARAMETERS')) throw error;
    }
  }
  return contacts;
}
