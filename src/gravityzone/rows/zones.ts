import { IANAZone } from 'luxon';

const quarterHour = 15 * 60_000;
const nearlyHalfAYear = 182 * 86_400_000;
const mostRemembered = 2_000;

/** The IANA names of the time zones an account can be in. */
export const zoneNames: readonly string[] = [...Intl.supportedValuesOf('timeZone'), 'UTC', 'Etc/GMT+12'];

const zones: (IANAZone | undefined)[] = [];
/** What is known of each quarter of an hour: the offset of each zone, by its index. */
const remembered = new Map<number, Int16Array>();
/** No zone is so far from UTC. */
const unknown = -32_768;

/** Gives the offset of a zone, which is an index in `zoneNames`, in minutes east of UTC. */
export type OffsetOf = (zone: number) => number;

/**
 * The offsets of the zones at a time. Clocks change on the quarter of an hour, so each is worked out once for that: all of them take
 * milliseconds, and most questions are about a few.
 */
export function offsetsOfZones(at: Date): OffsetOf {
  const quarter = Math.floor(at.getTime() / quarterHour) * quarterHour;
  const offsets = remembered.get(quarter) ?? remember(quarter);
  return (index) => {
    const known = offsets[index] ?? 0;
    if (known !== unknown) return known;
    const zone = zones[index] ?? IANAZone.create(zoneNames[index] ?? 'UTC');
    zones[index] = zone;
    const offset = Math.round(zone.offset(quarter));
    offsets[index] = offset;
    return offset;
  };
}

function remember(quarter: number): Int16Array {
  if (remembered.size >= mostRemembered) remembered.clear();
  const offsets = new Int16Array(zoneNames.length).fill(unknown);
  remembered.set(quarter, offsets);
  return offsets;
}

/** Zones as their indexes in `zoneNames`. */
export type Zones = readonly number[];

export const allZones: Zones = zoneNames.map((_, index) => index);

/** The offsets of these zones at a time, in minutes east of UTC, from west to east, each once. */
export function offsetsAt(among: Zones, at: Date): number[] {
  return [...new Set(among.map(offsetsOfZones(at)))].sort((a, b) => a - b);
}

/** The zones that have this offset at the time, or had it half a year before, so in their other season. */
export function zonesOfOffset(minutes: number, at: Date): Zones {
  const seasons = [offsetsOfZones(at), offsetsOfZones(new Date(at.getTime() - nearlyHalfAYear))];
  return allZones.filter((zone) => seasons.some((offsetOf) => offsetOf(zone) === minutes));
}
