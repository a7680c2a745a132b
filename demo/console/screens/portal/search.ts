import { textOf } from '../../app/search.ts';

/** What the address of the page holds. */
export interface PortalSearch {
  /** A day of the week that is shown, as in `2026-03-18`; this week where it is absent. */
  week?: string | undefined;
}

export const portalSearch = (raw: Record<string, unknown>): PortalSearch => {
  const week = textOf(raw, 'week');
  return { week: week !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(week) ? week : undefined };
};
