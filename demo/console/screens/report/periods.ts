import type { PortalBitdefenderReportPeriod } from '../../../../operations/documents.ts';

/** What an address says of a report: the length of its period, and a day in it; the last period that is over where there is none. */
export interface PeriodSearch {
  report?: 'week' | 'month' | undefined;
  day?: string | undefined;
}

export const periodSearch = (raw: Record<string, unknown>): PeriodSearch => ({
  report: raw.report === 'week' || raw.report === 'month' ? raw.report : undefined,
  day: typeof raw.day === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(raw.day) ? raw.day : undefined,
});

export const kindOf = ({ report }: PeriodSearch): PortalBitdefenderReportPeriod =>
  report === 'week' ? 'WEEK' : 'MONTH';

export const searchOf = (kind: PortalBitdefenderReportPeriod, day?: string): PeriodSearch => ({
  report: kind === 'WEEK' ? 'week' : 'month',
  day,
});

/** A day in the period before the one that begins on a day. */
export const dayBefore = (day: string): string => moved(day, { days: -1 });

/** A day in the period after the one that begins on a day. */
export const dayAfter = (day: string, kind: PortalBitdefenderReportPeriod): string =>
  moved(day, kind === 'WEEK' ? { days: 7 } : { months: 1 });

function moved(day: string, { days = 0, months = 0 }: { days?: number; months?: number }): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCMonth(at.getUTCMonth() + months, at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/** The last moment of a period, whose end is exclusive. */
export const lastMomentOf = ({ to }: { to: string }): string => new Date(new Date(to).getTime() - 1).toISOString();
