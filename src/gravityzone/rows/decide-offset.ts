/**
 * Decides the offset from UTC of dates without a zone. Any evidence may belong to the other season, be missing or be wrong, so
 * it selects among the time zones of the world: an offset that no zone has is never the result.
 */
import { allZones, offsetsAt, offsetsOfZones, type Zones, zonesOfOffset } from './zones.js';

/** The offset at some time in minutes east of UTC, as measured. */
export interface OffsetAt {
  at: Date;
  minutes: number;
}

/** What was seen of the zone. */
export interface ZoneEvidence {
  /** Dates of things that were created once: at the second in their ObjectIds. */
  created: readonly OffsetAt[];
  /** Dates of quarantine items against the seconds in their ObjectIds. Wrong for an item that was quarantined again. */
  quarantined: readonly OffsetAt[];
  /** The offsets that other dates state. */
  stated: readonly OffsetAt[];
  /** By how many minutes the latest contact of an online machine, read as UTC, is ahead of now; null without one. */
  freshest: number | null;
  /** Whether no thing with a date of creation can be read, so that contacts decide where nothing else does. */
  withoutCreated: boolean;
}

export interface OffsetDecision {
  /** Null if nothing shows it. */
  offset: number | null;
  /** Whether contacts would show more: without one, the offset may be that of the other season. */
  open: boolean;
}

/** Dates and the seconds in ObjectIds differ by up to a minute or two. */
const exactMinutes = 2;
/** A contact that is a little in the future may come from a clock that is wrong. */
const clockSlack = 5;
/** A contact further in the future than this disproves an offset. */
const proofMinutes = 15;
/** With an offset that fits, at least one online machine was seen within this time. */
const freshMinutes = 30;
/** Clocks change by an hour; a contact that is further in the future needs other evidence. */
const changeMinutes = 65;
/** When no machine was seen for so long, a smaller offset that makes one fresh fits better. */
const longAgoMinutes = 50;

/** Whether all these were measured in zones that have this offset now or had it in their other season. */
export function fitOffset(pairs: readonly OffsetAt[], offset: number, now: Date): boolean {
  const zones = zonesOfOffset(offset, now);
  return pairs.every(({ at, minutes }) => {
    const offsetOf = offsetsOfZones(at);
    return zones.some((zone) => Math.abs(offsetOf(zone) - minutes) <= exactMinutes);
  });
}

/** Whether an online machine, seen so many minutes ahead of now as read in UTC, was seen lately by this offset. */
export function fitsContact(offset: number, ahead: number): boolean {
  return ahead - offset <= proofMinutes && offset - ahead < longAgoMinutes;
}

/** The offset that fits the evidence best; `known` is the one found before, which stays while it fits. */
export function decideOffset(evidence: ZoneEvidence, known: number | null, now: Date): OffsetDecision {
  const kept = known !== null && zonesOfOffset(known, now).length > 0 ? known : null;
  const zones = zonesOf(evidence, kept);
  const candidates = zones === null ? candidatesOfKnown(kept, now) : offsetsAt(zones, now);
  const { freshest } = evidence;
  if (freshest === null) {
    const offset = withoutContact(candidates, kept, zones === null ? null : latestOf(evidence));
    return { offset, open: offset === null || (zones !== null && candidates.length > 1 && offset !== kept) };
  }
  const isOneHourShort = zones === null && kept !== null && freshest - kept <= changeMinutes;
  const anyOffset = evidence.withoutCreated || kept === null || isOneHourShort;
  const others = anyOffset ? offsetsAt(allZones, now) : [];
  return { offset: byContact(candidates, kept, freshest, others), open: false };
}

/** The zones that fit the dates; null if no date shows anything. Evidence that contradicts stronger evidence is ignored. */
function zonesOf({ created, quarantined, stated }: ZoneEvidence, known: number | null): Zones | null {
  let zones: Zones | null = null;
  const narrow = (pairs: readonly OffsetAt[], least: number, tolerance: number) => {
    const fitting = bestZones(zones ?? allZones, pairs, least, tolerance);
    if (fitting.length > 0) zones = fitting;
  };
  narrow(created, 1, exactMinutes);
  const decidesAlone = zones !== null || (known === null && quarantined.length === 1);
  narrow(quarantined, decidesAlone ? 1 : 2, exactMinutes);
  narrow(stated, 1, 0);
  return zones;
}

/** Those of the zones that explain most of the measured offsets, if they explain at least so many; else none. */
function bestZones(zones: Zones, pairs: readonly OffsetAt[], least: number, tolerance: number): Zones {
  const counts = new Array<number>(zones.length).fill(0);
  for (const { at, minutes } of pairs) {
    const offsetOf = offsetsOfZones(at);
    for (const [index, zone] of zones.entries())
      if (Math.abs(offsetOf(zone) - minutes) <= tolerance) counts[index] = (counts[index] ?? 0) + 1;
  }
  const most = Math.max(0, ...counts);
  return most < Math.max(1, least) ? [] : zones.filter((_, index) => counts[index] === most);
}

const candidatesOfKnown = (known: number | null, now: Date): number[] =>
  known === null ? [] : offsetsAt(zonesOfOffset(known, now), now);

function latestOf({ created, quarantined, stated }: ZoneEvidence): number | null {
  const latest = [...created, ...quarantined, ...stated].sort((a, b) => b.at.getTime() - a.at.getTime());
  return latest[0]?.minutes ?? null;
}

function withoutContact(candidates: readonly number[], known: number | null, latest: number | null): number | null {
  if (latest === null || (known !== null && candidates.includes(known))) return known;
  return candidates.toSorted((a, b) => Math.abs(a - latest) - Math.abs(b - latest))[0] ?? known;
}

function byContact(
  candidates: readonly number[],
  known: number | null,
  freshest: number,
  others: readonly number[],
): number | null {
  const fits = (offset: number) => offset >= freshest - clockSlack;
  const isKnown = known !== null && (candidates.length === 0 || candidates.includes(known));
  if (isKnown && fitsContact(known, freshest)) return known;
  const [smallest] = candidates.filter(fits);
  if (smallest !== undefined) {
    const isBetter = !isKnown || freshest - known > proofMinutes || smallest - freshest <= freshMinutes;
    return isBetter ? smallest : known;
  }
  return others.find(fits) ?? (isKnown ? known : (candidates.at(-1) ?? known));
}
