import { isNaiveDate, mintedAt, minutesAhead } from './dates.js';
import { decideOffset, fitOffset, fitsContact, type OffsetAt, type ZoneEvidence } from './decide-offset.js';

/** The newest are kept: older ones add nothing, and each is compared with every zone. */
const mostKept = 12;
/** Things of the same minute may have one cause, so they count once. */
const apartMilliseconds = 10 * 60_000;
/** No two zones differ by more, so the rest of a difference is not that of zones. */
const furthestMinutes = 14 * 60 + 15;

/** A thing with an ObjectId and a date as GravityZone wrote it. */
export interface DatedThing {
  id: string;
  date: unknown;
}

/** Measures the zone of dates without one from whatever is read. */
export interface ZoneWatch {
  /** The offset in minutes east of UTC; null while nothing shows it. */
  readonly offset: number | null;
  /** Whether contacts would show more. */
  readonly open: boolean;
  /** Whether dates, not just contacts, have shown the offset. */
  readonly byDates: boolean;
  /** Takes a thing that was created once. */
  noteCreated(thing: DatedThing): void;
  /** Takes quarantine items; returns whether one of them does not fit: it came again, or the zone changed. */
  noteQuarantined(things: readonly DatedThing[]): boolean;
  /** Takes dates that may state their offset; returns whether one states an offset that does not fit. */
  noteStated(dates: readonly unknown[]): boolean;
  /** Takes when an online machine was last seen; returns whether that does not fit. */
  noteContact(date: unknown): boolean;
  /** Nothing with a date of creation can be read with this key. */
  noteWithoutCreated(): void;
}

/** Watches the zone of one GravityZone; `known` is the offset that an earlier session found. */
export function createZoneWatch(known: number | null, clock: () => Date): ZoneWatch {
  const evidence: { -readonly [Key in keyof ZoneEvidence]: ZoneEvidence[Key] } = {
    ...{ created: [], quarantined: [], stated: [], freshest: null, withoutCreated: false },
  };
  let decision = decideOffset(evidence, known, clock());

  const isOdd = (pairs: readonly OffsetAt[]) => decision.offset !== null && !fitOffset(pairs, decision.offset, clock());

  function decide(): void {
    decision = decideOffset(evidence, known, clock());
  }

  return {
    get offset() {
      return decision.offset;
    },
    get open() {
      return decision.open;
    },
    get byDates() {
      return evidence.created.length + evidence.quarantined.length + evidence.stated.length > 0;
    },
    noteCreated(thing) {
      evidence.created = newest([...evidence.created, ...measured(thing)]);
      decide();
    },
    noteQuarantined(things) {
      const pairs = things.flatMap(measured);
      const odd = isOdd(pairs) || pairs.length < things.length;
      evidence.quarantined = newest([...evidence.quarantined, ...pairs]);
      if (pairs.length > 0) decide();
      return odd;
    },
    noteStated(dates) {
      const stated = dates.flatMap(statedOffset);
      const odd = isOdd(stated);
      evidence.stated = newest([...evidence.stated, ...stated]);
      if (stated.length > 0) decide();
      return odd;
    },
    noteContact(date) {
      const ahead = minutesAhead(date, 0, clock());
      if (ahead === null) return false;
      const odd = decision.offset !== null && !fitsContact(decision.offset, ahead);
      if (Math.abs(ahead) > furthestMinutes || ahead <= (evidence.freshest ?? -Infinity)) return odd;
      evidence.freshest = ahead;
      decide();
      return odd;
    },
    noteWithoutCreated() {
      evidence.withoutCreated = true;
      decide();
    },
  };
}

/** The offset that a thing shows: its date less the second in its ObjectId; none if it shows none. */
export function measured({ id, date }: DatedThing): OffsetAt[] {
  const at = mintedAt(id);
  if (at === null || !isNaiveDate(date)) return [];
  const minutes = minutesAhead(date, 0, at) ?? Number.NaN;
  return Math.abs(minutes) <= furthestMinutes ? [{ at, minutes }] : [];
}

const statedPattern = /([+-])(\d{2}):?(\d{2})$/;

function statedOffset(date: unknown): OffsetAt[] {
  if (typeof date !== 'string' || date.length > 40) return [];
  const [, sign, hours, minutes] = statedPattern.exec(date.trim()) ?? [];
  const at = new Date(Date.parse(date.trim().replace(/([+-]\d{2})(\d{2})$/, '$1:$2')));
  if (sign === undefined || Number.isNaN(at.getTime())) return [];
  const total = Number(hours) * 60 + Number(minutes);
  return [{ at, minutes: sign === '-' ? 0 - total : total }];
}

function newest(pairs: readonly OffsetAt[]): OffsetAt[] {
  const kept: OffsetAt[] = [];
  for (const pair of pairs.toSorted((a, b) => b.at.getTime() - a.at.getTime())) {
    const last = kept.at(-1);
    if (last === undefined || last.at.getTime() - pair.at.getTime() >= apartMilliseconds) kept.push(pair);
  }
  return kept.slice(0, mostKept);
}
