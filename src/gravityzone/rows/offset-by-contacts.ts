import { isReason } from '../transport/errors.js';
import type { Transport } from '../transport/transport.js';
import { minutesAhead, offsetOrNull } from './dates.js';
import { flag, id, property } from './fields.js';

/** Enough for one of them to have been in touch just now; asked once in the life of a connection. */
const mostMachines = 10;
const online = 1;

/**
 * Minutes east of UTC of naive dates where there is no company to calibrate by: when the freshest of some machines that
 * are online was last seen, less now, to the quarter of an hour (API reference 6.4). It is never too much, for nobody
 * was seen in the future, but too little if all of them have been silent for a while. Null when none is online.
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
