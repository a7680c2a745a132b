import { type Month, monthOf } from './month.js';

/** The end of the licence of a company that is mapped, and how it was read. */
export interface LicenceEnd {
  clientId: string;
  companyName: string;
  endsAt: Date;
  /** Whether the last answer about the company said it; an earlier one otherwise. */
  isRead: boolean;
  /** Whether it is one of the companies that looks reach now. */
  isLookedAt: boolean;
  mappedAt: Date;
  /** The month in which it was stored, and when: a look that finds the same does not store it again. */
  month: Month;
  asOf: Date;
  /** The start of the last look that reached all companies; null before it. */
  lookedAt: Date | null;
  /** Whether the last look failed. */
  failed: boolean;
}

/** Two looks: what is older may have been renewed meanwhile. */
const freshFor = 48 * 3_600_000;

/** Whether GravityZone said so lately: by the last look, and by one after the company was mapped. A look that failed says nothing. */
export function isFresh(licence: LicenceEnd, now: Date): boolean {
  const { isRead, isLookedAt, failed, asOf, lookedAt, mappedAt, month } = licence;
  if (!isRead || !isLookedAt || failed) return false;
  // A look stores the month in which it takes place, so one of a later month did not ask about this company.
  const confirmedAt = lookedAt !== null && lookedAt >= mappedAt && monthOf(lookedAt) === month ? lookedAt : asOf;
  return now.getTime() - Math.max(confirmedAt.getTime(), asOf.getTime()) <= freshFor;
}
