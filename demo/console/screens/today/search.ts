import type { Asked } from '../../app/search.ts';
/** What the address of the screen holds: whether the days of the month are a chart or a table. */
export interface TodaySearch {
  days?: 'table' | undefined;
}

export const todaySearch = (raw: Asked<TodaySearch>): TodaySearch => ({
  ...(raw.days === 'table' && { days: 'table' }),
});
