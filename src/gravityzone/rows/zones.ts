import { IANAZone } from 'luxon';

const quarterHour = 15 * 60_000;
const nearlyHalfAYear = 182 * 86_400_000;
const mostRemembered = 500;

/** The IANA names of the time zones an account can be in. */
export const zoneNames: readonly string[] = [...Intl.supportedValuesOf('timeZone'), 'UTC', 'Etc/GMT+12'];

let zones: readonly IANAZone[] | null = null;
const remembered = new Map<number, readonly number[]>();

/**
 * The offsets of all zones at a time, in minutes east of UTC, in the order of `zoneNames`. Clocks change on the quarter of an
 * hour, so these are worked out once for each: that takes milliseconds, and a session asks for a few times again and again.
 */
export function allOffsetsAt(at: Date): readonly number[] {
  const quarter = Math.floor(at.getTime() / quarterHour) * quarterHour;
  const known = remembered.get(quarter);
  if (known !== undefined) return known;
  zones ??= zoneNames.map((name) => IANAZone.create(name));
  const offsets = zones.map((zone) => zone.offset(quarter));
  if (remembered.size >= mostRemembered) remembered.clear();
  remembered.set(quarter, offsets);
  return offsets;
}

/** Zones as their indexes in `zoneNames`. */
export type Zones = readonly number[];

export const allZones: Zones = zoneNames.map((_, index) => index);

/** The offsets of these zones at a time, in minutes east of UTC, from west to east, each once. */
export function offsetsAt(among: Zones, at: Date): number[] {
  const offsets = allOffsetsAt(at);
  return [...new Set(among.map((zone) => offsets[zone] ?? 0))].sort((a, b) => a - b);
}

/** The zones that have this offset at the time, or had it half a year before, so in their other season. */
export function zonesOfOffset(minutes: number, at: Date): Zones {
  const seasons = [allOffsetsAt(at), allOffsetsAt(new Date(at.getTime() - nearlyHalfAYear))];
  return allZones.filter((zone) => seasons.some((offsets) => offsets[zone] === minutes));
}
