import { isReason } from '../transport/errors.js';
import type { Transport } from '../transport/transport.js';
import { minutesAhead, offsetOrNull } from './dates.js';
import { flag, id, property } from './fields.js';

/** Enough for one of them to have been seen just now; read once in the life of a connection. */
const mostMachines = 10;
const online = 1;

/**
 * Offset of naive dates in minutes east of UTC where there is no company to calibrate by: the latest time at which one of
 * some online machines was seen, less now, to the quarter of an hour (API reference 6.4). It is never too large, since no
 * machine is seen in the future, but too small if none was seen recently. Null when no machine is online.
 */
export async function offsetByContacts(
  transport: Transport,
  clock: () => Date,
  signal?: AbortSignal,
): Promise<number | null> {
  const filters = { depth: { allItemsRecursively: true } };
  const list = await transport.call('onPremisesComputers', { page: 1, perPage: 100, filters }, signal);
  const rows = property(list, 'items');
  const managed = (Array.isArray(rows) ? rows : []).filter((row) => flag.parse(property(row, 'isManaged')) === true);
  let freshest: number | null = null;
  for (const endpointId of managed.flatMap((row) => id.parse(property(row, 'id')) ?? []).slice(0, mostMachines)) {
    try {
      const machine = await transport.call('onPremisesComputerDetails', { endpointId }, signal);
      const ahead = minutesAhead(property(machine, 'lastSeen'), 0, clock());
      if (property(machine, 'state') === online && ahead !== null) freshest = Math.max(freshest ?? ahead, ahead);
    } catch (error) {
      if (!isReason(error, 'INVALID_PARAMETERS')) throw error;
    }
  }
  return freshest === null ? null : offsetOrNull(freshest);
}
