/** Clocks change by an hour everywhere but on Lord Howe Island. */
const change = 60;
/** A smaller difference can be a clock that is wrong. */
const leastAhead = 15;
const slack = 5;
/** With so many online machines, at least one was seen within the last hour. */
const enoughOnline = 10;
const mostBehind = change + 20;

/**
 * Minutes to add to an offset found by contacts (see `offsetByContacts`), which may be too small: a contact in the future
 * shows by how much.
 */
export function lackOfOffset(minutesAhead: number): number {
  return minutesAhead > leastAhead ? Math.round(minutesAhead / 15) * 15 : 0;
}

/**
 * Detects, from the times at which endpoints were last seen, that clocks have changed since the offset of naive dates was
 * found. Corrects at most once, so that the offset cannot oscillate.
 */
export interface SeasonWatch {
  /** Takes the minutes by which a last contact is ahead of now; returns the minutes to add to the offset. */
  observe(minutesAhead: number, online: boolean): number;
}

export function createSeasonWatch(): SeasonWatch {
  let settled = false;
  let online = 0;
  let freshest = Number.NEGATIVE_INFINITY;

  return {
    observe(ahead, isOnline) {
      if (settled) return 0;
      if (isOnline) {
        online += 1;
        freshest = Math.max(freshest, ahead);
      }
      // No machine can be seen in the future, so a single one is proof.
      const tooFewMinutes = ahead > leastAhead && ahead <= change + slack;
      const tooMany = online >= enoughOnline && freshest <= slack - change && freshest >= -mostBehind;
      settled = tooFewMinutes || tooMany;
      return tooFewMinutes ? change : tooMany ? -change : 0;
    },
  };
}
