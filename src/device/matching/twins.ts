/** A device as matching reads it. */
export interface MatchableDevice {
  id: string;
  name: string | null;
  fqdn: string | null;
  macs: readonly string[];
  firstSeenAt: Date;
  /** The last contact with GravityZone; null until its state was read. */
  lastSeenAt: Date | null;
  /** When its state was read last; null if it never was. */
  stateAsOf: Date | null;
  /** Whether GravityZone did not give its state when it was asked last. */
  stateRefused: boolean;
  lastScanAt: Date | null;
  /** GravityZone's id, an ObjectId whose first eight digits are the second of its creation. */
  bdId: string;
  /** False if the inventory no longer lists the device as protected. */
  present: boolean;
}

/** The names by which twins are found: the host key, and the FQDN; empty if unknown. */
export interface DeviceNames {
  key: string;
  fqdn: string;
}

/** Longer than a weekend. */
const silentMilliseconds = 3 * 24 * 3_600_000;

/** Orders twins: listed before missing, then by latest sign of life, then by id for a stable order. */
function compareLiveness(a: MatchableDevice, b: MatchableDevice): number {
  if (a.present !== b.present) return a.present ? -1 : 1;
  return signOfLife(b) - signOfLife(a) || compareText(b.bdId, a.bdId) || compareText(b.id, a.id);
}

/**
 * The devices of one machine, the one that represents it first: the liveliest. One that had been silent for days when its
 * state was read gives way to a listed one whose last contact is not known yet, since that may be the one in use. One that was asked in vain is no
 * candidate: its contact may never be known.
 */
export function liveFirst(devices: readonly MatchableDevice[]): MatchableDevice[] {
  const sorted = devices.toSorted(compareLiveness);
  const [first] = sorted;
  const unread =
    first && isSilent(first)
      ? sorted.find(({ present, lastSeenAt, stateRefused }) => present && !stateRefused && lastSeenAt === null)
      : undefined;
  return unread === undefined ? sorted : [unread, ...sorted.filter((device) => device !== unread)];
}

/** Compares strings by code unit, which is independent of the locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * Groups devices into machines, the device that represents each first. Twins have the same host key and share a MAC address
 * (`macsOf` gives those that identify hardware) or a qualified name. An unqualified FQDN only repeats the name; it makes twins if their MAC addresses do not contradict it.
 * A missing device belongs to the only listed machine of its name (a reinstalled one), unless their domains differ.
 */
export function findTwins(
  devices: readonly MatchableDevice[],
  namesOf: (device: MatchableDevice) => DeviceNames,
  macsOf: (device: MatchableDevice) => readonly string[],
): MatchableDevice[][] {
  const byKey = Map.groupBy(devices.toSorted(compareLiveness), (device) => namesOf(device).key);
  return [...byKey].flatMap(([key, sameKey]) =>
    key === '' ? sameKey.map((device) => [device]) : twinsOfKey(sameKey, namesOf, macsOf).map(liveFirst),
  );
}

function twinsOfKey(
  devices: readonly MatchableDevice[],
  namesOf: (device: MatchableDevice) => DeviceNames,
  macsOf: (device: MatchableDevice) => readonly string[],
): MatchableDevice[][] {
  if (devices.length === 1) return [[...devices]];
  const groups = new Groups(devices.length);
  const macs = devices.map(macsOf);
  const fqdns = devices.map((device) => namesOf(device).fqdn);

  const firstWith = new Map<string, number>();
  const uniteBy = (index: number, mark: string) => {
    const first = firstWith.get(mark);
    if (first === undefined) firstWith.set(mark, index);
    else groups.unite(first, index);
  };
  devices.forEach((_, index) => {
    for (const mac of macs[index] ?? []) uniteBy(index, `mac ${mac}`);
    if (isQualified(fqdns[index])) uniteBy(index, `fqdn ${fqdns[index]}`);
  });

  const unqualified = devices.map((_, index) => index).filter((index) => fqdns[index] && !isQualified(fqdns[index]));
  const withMacs = new Set(unqualified.filter((index) => macs[index]?.length).map((index) => groups.find(index)));
  if (withMacs.size <= 1) for (const index of unqualified) groups.unite(unqualified[0] ?? index, index);

  const live = new Set(devices.flatMap((device, index) => (device.present ? [groups.find(index)] : [])));
  const [only] = live;
  if (live.size === 1 && only !== undefined) {
    const domains = new Set(fqdns.filter((fqdn, index) => groups.find(index) === only && isQualified(fqdn)));
    devices.forEach((device, index) => {
      const stranger = domains.size > 0 && isQualified(fqdns[index]) && !domains.has(fqdns[index] ?? '');
      if (!device.present && !stranger) groups.unite(only, index);
    });
  }
  return [...Map.groupBy(devices, (_, index) => groups.find(index)).values()];
}

/** Whether a normalised FQDN names a domain. */
export function isQualified(fqdn: string | undefined): boolean {
  return fqdn?.includes('.') ?? false;
}

function signOfLife(device: MatchableDevice): number {
  const createdAt = /^[0-9a-f]{24}$/i.test(device.bdId) ? Number.parseInt(device.bdId.slice(0, 8), 16) * 1000 : 0;
  const { lastSeenAt, lastScanAt, firstSeenAt } = device;
  return Math.max(lastSeenAt?.getTime() ?? 0, lastScanAt?.getTime() ?? 0, createdAt || firstSeenAt.getTime());
}

/** Whether GravityZone had not heard of the device for days when its state was read. */
function isSilent({ lastSeenAt, stateAsOf }: MatchableDevice): boolean {
  return lastSeenAt !== null && stateAsOf !== null && stateAsOf.getTime() - lastSeenAt.getTime() > silentMilliseconds;
}

/** Union-find over 0..size-1. The lowest index represents its group, so the result does not depend on the order of unions. */
class Groups {
  private readonly parents: number[];

  constructor(size: number) {
    this.parents = Array.from({ length: size }, (_, index) => index);
  }

  find(index: number): number {
    let root = index;
    while (this.parentOf(root) !== root) root = this.parentOf(root);
    for (let next = index; next !== root; ) {
      const parent = this.parentOf(next);
      this.parents[next] = root;
      next = parent;
    }
    return root;
  }

  unite(a: number, b: number): void {
    const [low, high] = [this.find(a), this.find(b)].sort((x, y) => x - y);
    if (low !== undefined && high !== undefined) this.parents[high] = low;
  }

  private parentOf(index: number): number {
    return this.parents[index] ?? index;
  }
}
