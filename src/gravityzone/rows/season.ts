/** Where clocks change, they change by an hour (but for one island of 400 people). */
const change = 60;
/** Less may be two clocks that disagree. */
const leastAhead = 15;
const slack = 5;
/** So many machines that are online have not all been silent for an hour. */
const enoughOnline = 10;
const mostBehind = change + 20;

/**
 * What to add to an offset that was found by contacts (see `offsetByContacts`), which may be too little: a contact that
 * lies in the future shows by how much. Minutes.
 */
export function lackOfOffset(minutesAhead: number): number {
  return minutesAhead > leastAhead ? Math.round(minutesAhead / 15) * 15 : 0;
}

/**
 * Notices from the times at which endpoints were last seen that clocks have changed since the offset of naive dates was
 * found. Corrects once at most, so that it cannot swing.
 */
export interface SeasonWatch {
  /** Takes by how many minutes a last contact lies ahead of now; returns what to add to the offset. */
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
      // Nobody was seen in the future, hence a single one proves it.
      const tooFewMinutes = ahead > leastAhead && ahead <= change + slack;
      const tooMany = online >= enoughOnline && freshest <= slack - change && freshest >= -mostBehind;
      settled = tooFewMinutes || tooMany;
      return tooFewMinutes ? change : tooMany ? -change : 0;
    },
  };
}
