import type { ClientTabQuery } from '../../../../operations/documents.ts';

export type Responses = NonNullable<ClientTabQuery['bitdefenderResponseTimes']>;
export type ResponseMonth = Responses['clients'][number]['months'][number];
export type ResponseStep = ResponseMonth['known'];

/** The steps from a detection on, in the order of the columns. */
export const steps = ['known', 'alert', 'ticket', 'person'] as const;

/** How a step of a month is marked: late where a promise was not kept for everything, kept where it was, plain where nothing is promised or measured. */
export function standingOf({ kept, overdue, reached }: ResponseStep): 'plain' | 'kept' | 'late' {
  if (kept === null || overdue === null || reached + overdue === 0) return 'plain';
  return kept === reached && overdue === 0 ? 'kept' : 'late';
}

/** A share in per cent, rounded down: 100 % is only what was kept always. */
export const wholePercent = (share: number): number => Math.floor(share * 100 + 1e-9) / 100;

/** The months up to the oldest that has something to show: a client that is new has no row of its time before. */
export function shownMonths(months: readonly ResponseMonth[]): readonly ResponseMonth[] {
  const last = months.findLastIndex(({ threats, removed }) => threats + removed > 0);
  return months.slice(0, last + 1);
}
