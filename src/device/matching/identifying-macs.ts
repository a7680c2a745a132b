import { netbiosKey } from '../../domain/hostname.js';
import { normalisedNames } from './ladder.js';
import { type DeviceNames, isQualified, type MatchableDevice } from './twins.js';

/** MAC addresses in one spelling, without invalid ones and those of only zeros or ones. */
export function usableMacs(macs: readonly string[]): string[] {
  return macs
    .map((mac) => mac.toLowerCase().replace(/[^0-9a-f]/g, ''))
    .filter((mac) => mac.length === 12 && !/^(0+|f+)$/.test(mac));
}

/**
 * The MAC addresses of each device of a client that identify its hardware. Docking stations and virtual adapters give
 * several machines one address. So an address proves nothing if a listed device of another name has it too, or if devices
 * of the same name have it whose domains differ and which each have further addresses of their own.
 */
export function identifyingMacs(
  devices: readonly MatchableDevice[],
  namesOf: (device: MatchableDevice) => DeviceNames,
): ReadonlyMap<MatchableDevice, readonly string[]> {
  const identifying = new Map<MatchableDevice, readonly string[]>();
  const own = ofOneName(devices);
  for (const sameKey of Map.groupBy(devices, (device) => namesOf(device).key).values()) {
    const known = sameKey.map((device) => ({ device, fqdn: namesOf(device).fqdn, macs: own.get(device) ?? [] }));
    const contradicted = contradictedMacs(known.filter(({ fqdn }) => isQualified(fqdn)));
    for (const { device, macs } of known) {
      identifying.set(
        device,
        macs.filter((mac) => !contradicted.has(mac)),
      );
    }
  }
  return identifying;
}

/** The usable MAC addresses of each device without those of listed devices that share none of its names. */
function ofOneName(devices: readonly MatchableDevice[]): Map<MatchableDevice, string[]> {
  // A device that is gone is no other machine: it may be this one under its former name.
  const known = devices.map((device) => ({ device, names: comparableNames(device), macs: usableMacs(device.macs) }));
  const commonNames = new Map<string, readonly string[]>();
  for (const { device, names, macs } of known) {
    if (!device.present || names.length === 0) continue;
    for (const mac of macs) commonNames.set(mac, commonNames.get(mac)?.filter((name) => names.includes(name)) ?? names);
  }
  return new Map(
    known.map(({ device, names, macs }) => [
      device,
      macs.filter((mac) => commonNames.get(mac)?.some((name) => names.includes(name)) ?? true),
    ]),
  );
}

/** The names of a device, of which two devices of one machine share at least one: as NetBIOS keeps them. */
function comparableNames(device: MatchableDevice): string[] {
  const { key, nameKey } = normalisedNames(device);
  return [key, nameKey].map(netbiosKey).filter((key) => key !== '');
}

/**
 * The MAC addresses that devices of one name and differing domains share although each domain has addresses that the
 * other lacks. Without such a difference it is one machine that has changed its domain.
 */
function contradictedMacs(devices: readonly { fqdn: string; macs: readonly string[] }[]): Set<string> {
  const macsOf = new Map<string, Set<string>>();
  const fqdnsOf = new Map<string, Set<string>>();
  for (const { fqdn, macs } of devices) {
    for (const mac of macs) {
      macsOf.set(fqdn, (macsOf.get(fqdn) ?? new Set()).add(mac));
      fqdnsOf.set(mac, (fqdnsOf.get(mac) ?? new Set()).add(fqdn));
    }
  }
  const contradicted = [...fqdnsOf].filter(([, fqdns]) => {
    const sets = [...fqdns].map((fqdn) => macsOf.get(fqdn) ?? new Set<string>()).sort((a, b) => a.size - b.size);
    // Sorted by size, sets contain each other pairwise if each contains the one before it.
    return sets.some((set, index) => [...(sets[index - 1] ?? [])].some((mac) => !set.has(mac)));
  });
  return new Set(contradicted.map(([mac]) => mac));
}
