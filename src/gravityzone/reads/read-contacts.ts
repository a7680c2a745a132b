import { flag, id, property } from '../rows/fields.js';
import { GravityZoneError } from '../transport/errors.js';
import type { Transport } from '../transport/transport.js';
import { failureKind } from './judge-rows.js';
import type { ReadingMethodName } from './methods.js';

/** Enough for one of them to have been seen just now. */
const mostMachines = 10;
const mostFailures = 3;
const online = 1;

/** The ids of managed computers on the first page of an on-premises list. */
export async function managedComputers(transport: Transport, signal?: AbortSignal): Promise<string[]> {
  const filters = { depth: { allItemsRecursively: true } };
  const list = await transport.call('onPremisesComputers', { page: 1, perPage: 100, filters }, signal);
  const rows = property(list, 'items');
  const managed = (Array.isArray(rows) ? rows : []).filter((row) => flag.parse(property(row, 'isManaged')) === true);
  return managed.flatMap((row) => id.parse(property(row, 'id')) ?? []);
}

/**
 * Reads, of up to ten of these machines, when those that are online were last seen, as GravityZone wrote it. A machine that it fails to
 * return is passed over; rejects if that is each one, or the first three.
 */
export async function readContacts(
  transport: Transport,
  method: ReadingMethodName,
  endpointIds: readonly string[],
  signal?: AbortSignal,
): Promise<unknown[]> {
  const contacts: unknown[] = [];
  const failures: GravityZoneError[] = [];
  let answered = 0;
  for (const endpointId of endpointIds.slice(0, mostMachines)) {
    try {
      const machine = await transport.call(method, { endpointId }, signal);
      answered += 1;
      if (property(machine, 'state') === online) contacts.push(property(machine, 'lastSeen'));
    } catch (error) {
      if (!(error instanceof GravityZoneError) || failureKind(error.code) === 'SERVICE' || signal?.aborted) throw error;
      if (failureKind(error.code) === 'FAILED') failures.push(error);
      if (answered === 0 && failures.length === mostFailures) break;
    }
  }
  const [failure] = failures;
  if (answered === 0 && failure !== undefined) throw failure;
  return contacts;
}
