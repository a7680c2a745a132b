import { DateTime } from 'luxon';

/** The instants at which today, this week and this month began. */
export interface CountWindows {
  day: Date;
  week: Date;
  month: Date;
}

/** Midnights in an IANA zone; weeks begin on Monday. Throws for a zone that does not exist. */
export function countWindows(now: Date, zone: string): CountWindows {
  const local = DateTime.fromJSDate(now, { zone });
  if (!local.isValid) throw new Error(`"${zone}" is not a time zone: use a name like Europe/Berlin.`);
  return {
    day: local.startOf('day').toJSDate(),
    week: local.startOf('week').toJSDate(),
    month: local.startOf('month').toJSDate(),
  };
}
