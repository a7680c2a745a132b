/** A share in per cent, rounded down: 100 % is only what was kept always. */
export const wholePercent = (share: number): number => Math.floor(share * 100 + 1e-9) / 100;

/** The months up to the oldest that has something to show: a client that is new has no row of its time before. */
export function shownMonths<Month extends { threats: number; removed?: number }>(
  months: readonly Month[],
): readonly Month[] {
  const last = months.findLastIndex(({ threats, removed = 0 }) => threats + removed > 0);
  return months.slice(0, last + 1);
}
