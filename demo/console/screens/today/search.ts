/** What the address of the screen holds: whether the days of the month are a chart or a table. */
export interface TodaySearch {
  days?: 'table' | undefined;
}

export const todaySearch = (raw: Record<string, unknown>): TodaySearch => ({
  ...(raw.days === 'table' && { days: 'table' }),
});
