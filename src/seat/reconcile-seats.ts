import { type DeviceHistory, type Removal, seatOf } from './seat-span.js';

/** What explains a seat that GravityZone counts: each such machine has exactly one of them. */
export const countedCategories = ['PROTECTED', 'STALE', 'DUPLICATE', 'REMOVED'] as const;
/** Machines that no seat is counted for. */
export const uncountedCategories = ['UNMANAGED', 'UNPROTECTED'] as const;
export const categories = [...countedCategories, ...uncountedCategories] as const;
export type SeatCategory = (typeof categories)[number];

/** A device of a company, or one that was. */
export interface SeatDevice extends DeviceHistory {
  id: string;
  name: string;
  agentId: string | null;
  /** The device that represents the same machine and is protected too; null if it represents itself. */
  sameAs: { id: string; name: string } | null;
  /** Null while it is not known. */
  lastSeenAt: Date | null;
  /** Days without contact after which it counts as stale. */
  notSeenDays: number;
}

/** An agent of the company's client that Bitdefender does not protect. */
export interface UnprotectedAgent {
  id: string;
  name: string;
  /** Its device, which is missing or not managed; null if it has none. */
  deviceId: string | null;
}

/** A machine in the list behind the numbers. */
export interface SeatMachine {
  /** The id of the device, else of the agent. */
  machineId: string;
  category: SeatCategory;
  name: string;
  deviceId: string | null;
  agentId: string | null;
  sameAs: { id: string; name: string } | null;
  removal: Removal | null;
  /** When it was removed or, of a stale one, last seen. */
  since: Date | null;
}

/** How a machine was listed at the last look within a month that is over. */
export interface FormerlyListed {
  /** When it was last seen by then, of a stale one. */
  lastSeenAt: Date | null;
  /** Of a second entry, the first. */
  sameAs: { id: string; name: string } | null;
}

export interface SeatFacts {
  companyId: string;
  devices: readonly SeatDevice[];
  unprotected: readonly UnprotectedAgent[];
  /** The month, or as much of it as is over. */
  time: { from: Date; to: Date };
  /** By the ids of machines, of a month that is over: what became of a machine after its end does not change it. */
  formerly?: ReadonlyMap<string, FormerlyListed>;
}

const day = 24 * 3_600_000;

/**
 * The machines behind the seats of a company in a month. A seat is explained by the first that holds: the device was removed, it is a
 * second entry of a machine, it was not seen for days, or it is protected.
 */
export function reconcileSeats({ companyId, devices, unprotected, time, formerly }: SeatFacts): SeatMachine[] {
  const ofDevices = devices.flatMap((device): SeatMachine[] => {
    const { id, name, agentId, notSeenDays } = device;
    const former = formerly?.get(id);
    const sameAs = device.sameAs ?? former?.sameAs ?? null;
    const isSeenSince = device.lastSeenAt !== null && device.lastSeenAt > time.to;
    const lastSeenAt = isSeenSince ? (former?.lastSeenAt ?? device.lastSeenAt) : device.lastSeenAt;
    const machine = { machineId: id, name, deviceId: id, agentId, sameAs: null, removal: null, since: null };
    const seat = seatOf(device, companyId, time);
    if (seat === null) {
      const isNeighbour = device.companyId === companyId && device.present && !device.managed;
      return isNeighbour && agentId === null && sameAs === null ? [{ ...machine, category: 'UNMANAGED' }] : [];
    }
    if (seat.removedAt !== null)
      return [{ ...machine, category: 'REMOVED', removal: seat.removal, since: seat.removedAt }];
    if (sameAs !== null) return [{ ...machine, category: 'DUPLICATE', sameAs }];
    const isStale = lastSeenAt !== null && time.to.getTime() - lastSeenAt.getTime() > notSeenDays * day;
    return [isStale ? { ...machine, category: 'STALE', since: lastSeenAt } : { ...machine, category: 'PROTECTED' }];
  });
  const ofAgents = unprotected.map(
    ({ id, name, deviceId }): SeatMachine => ({
      ...{ machineId: id, name, deviceId, agentId: id, category: 'UNPROTECTED' },
      ...{ sameAs: null, removal: null, since: null },
    }),
  );
  return [...ofDevices, ...ofAgents];
}

export type CategoryCounts = Record<SeatCategory, number>;

/** How many machines are in each category, and how many counted ones that are still there have no agent. */
export function countMachines(machines: readonly SeatMachine[]): { counts: CategoryCounts; withoutAgent: number } {
  const counts = Object.fromEntries(categories.map((category) => [category, 0])) as CategoryCounts;
  for (const { category } of machines) counts[category] += 1;
  const known = machines.filter(({ category }) => category === 'PROTECTED' || category === 'STALE');
  return { counts, withoutAgent: known.filter(({ agentId }) => agentId === null).length };
}

/** The seats that no known machine explains; less than zero where fewer are counted than are known. Null while none are counted. */
export function unexplained(counted: number | null, counts: Partial<CategoryCounts>): number | null {
  if (counted === null) return null;
  return counted - countedCategories.reduce((sum, category) => sum + (counts[category] ?? 0), 0);
}
