import { textOf } from '../../app/search.ts';
import { type PeriodSearch, periodSearch } from '../report/periods.ts';

/** What the address of the page holds: a week, or a report in its place. */
export interface PortalSearch extends PeriodSearch {
  /** A day of the week that is shown, as in `2026-03-18`; this week where it is absent. */
  week?: string | undefined;
}

export const portalSearch = (raw: Record<string, unknown>): PortalSearch => {
  const week = textOf(raw, 'week');
  const report = periodSearch(raw);
  if (report.report !== undefined) return report;
  return { week: week !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(week) ? week : undefined };
};
