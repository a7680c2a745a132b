/** How many threats of a week had which end. */
export interface WeekCounts {
  stopped: number;
  handled: number;
  beingHandled: number;
}

/** The calendar day of a moment in a time zone, as addresses name it: `2026-03-16`. */
export function dayIn(at: string, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
    .formatToParts(new Date(at))
    .map(({ type, value }): [string, string] => [type, value]);
  const { year, month, day } = Object.fromEntries(parts);
  return `${year}-${month}-${day}`;
}

/** The last moment of a week, whose end is exclusive: it lies on the Sunday. */
export const lastMomentOf = ({ to }: { to: string }): string => new Date(new Date(to).getTime() - 1).toISOString();

/** How wide each part of a week's bar is, in percent of the busiest week's. */
export function barOf(
  week: WeekCounts,
  weeks: readonly WeekCounts[],
): { kind: keyof WeekCounts; percent: number; count: number }[] {
  const total = ({ stopped, handled, beingHandled }: WeekCounts) => stopped + handled + beingHandled;
  const most = Math.max(1, ...weeks.map(total));
  return (['stopped', 'handled', 'beingHandled'] as const)
    .map((kind) => ({ kind, count: week[kind], percent: (100 * week[kind]) / most }))
    .filter(({ count }) => count > 0);
}
