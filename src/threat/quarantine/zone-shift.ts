/**
 * Distinguishes quarantine items that were quarantined again from items whose date is merely written in another time zone.
 * Without an offset, both look like a date that moved.
 */

/** A stored quarantine item and how it is listed now. */
export interface ListedItem {
  /** Dates as GravityZone wrote and writes them; null where there is none. */
  storedDate: string | null;
  listedDate: string | null;
  /** The same as instants. */
  storedAt: Date | null;
  listedAt: Date;
}

const quarterHour = 15;
/**
 * Clocks differ by an hour between the seasons (half an hour on Lord Howe Island), which begin on other days in another zone
 * and are opposite on the other hemisphere.
 */
const season = 60;
/** From the westernmost zone to the easternmost. */
const furthestApart = 26 * 60;
const exactMinutes = 2;

/**
 * By how many minutes the dates of most of these items moved, all by the same quarters of an hour, where what was measured
 * of the zone confirms it: read in the zone as it is now they are the instants that are stored, or the offset itself changed
 * by so much (`measuredShift`; null if it is not known). Null if they did not move: quarantined again at once is no shift.
 */
export function zoneShift(items: readonly ListedItem[], measuredShift: number | null): number | null {
  const moves = items.flatMap((item) => movedBy(item) ?? []);
  const counts = new Map<number, number>();
  for (const minutes of moves) counts.set(minutes, (counts.get(minutes) ?? 0) + 1);
  const [shift, count] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [0, 0];
  const isOfZones = shift !== 0 && shift % quarterHour === 0 && Math.abs(shift) <= furthestApart;
  if (!isOfZones || count <= moves.length / 2) return null;
  const isMeasured = measuredShift !== null && measuredShift !== 0 && Math.abs(measuredShift - shift) <= season;
  const same = items.filter((item) => movedBy(item) === shift && isSameInstant(item, shift)).length;
  return isMeasured || same > count / 2 ? shift : null;
}

/** Whether an item is at the stored instant, but for a difference of seasons, although its date moved. */
function isSameInstant({ storedAt, listedAt }: ListedItem, shift: number): boolean {
  if (storedAt === null) return false;
  const minutes = (listedAt.getTime() - storedAt.getTime()) / 60_000;
  return Math.abs(minutes) <= season + exactMinutes && Math.abs(minutes - shift) > exactMinutes;
}

/** Whether the date of an item moved only because of the time zone; `shift` is that of most items, if there is one. */
export function isSameDetection(item: ListedItem, shift: number | null): boolean {
  const minutes = movedBy(item);
  if (minutes === null || minutes === 0) return false;
  if (item.storedAt?.getTime() === item.listedAt.getTime()) return true;
  const apart = shift === null ? Number.NaN : Math.abs(minutes - shift);
  return apart <= 2 * season && apart % (season / 2) === 0;
}

/**
 * Whether the stored instant of an item was read in a wrong zone: its date is as it was, but is another instant now, by
 * more than seasons differ.
 */
export function wasMisread({ storedDate, listedDate, storedAt, listedAt }: ListedItem): boolean {
  if (storedAt === null || storedDate === null || storedDate !== listedDate) return false;
  const minutes = Math.abs(listedAt.getTime() - storedAt.getTime()) / 60_000;
  const beyondQuarter = minutes % quarterHour;
  const isOfZones = Math.min(beyondQuarter, quarterHour - beyondQuarter) <= exactMinutes;
  return isOfZones && minutes > season + exactMinutes && minutes <= furthestApart;
}

/** By how many minutes the date of an item moved as it is written; null unless both are dates without an offset. */
function movedBy({ storedDate, listedDate }: ListedItem): number | null {
  const minutes = (asUtc(listedDate) - asUtc(storedDate)) / 60_000;
  return Number.isNaN(minutes) ? null : minutes;
}

function asUtc(date: string | null): number {
  return date !== null && /T\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/.test(date) ? Date.parse(`${date}Z`) : Number.NaN;
}
