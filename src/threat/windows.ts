import { DateTime, IANAZone } from 'luxon';

/** The instants at which today, this week and this month began. */
export interface CountWindows {
  day: Date;
  week: Date;
  month: Date;
}

/**
 * Midnights in an IANA zone, of two the first (Havana sets its clocks back at one in the night, to midnight); weeks begin
 * on Monday. Throws for a zone that does not exist.
 */
export function countWindows(now: Date, zone: string): CountWindows {
  const local = DateTime.fromJSDate(now, { zone: knownZone(zone) });
  const began = (unit: 'day' | 'week' | 'month') =>
    new Date(
      Math.min(
        ...local
          .startOf(unit)
          .getPossibleOffsets()
          .map((midnight) => midnight.toMillis()),
      ),
    );
  return { day: began('day'), week: began('week'), month: began('month') };
}

/** The zone of an IANA name. Throws for any other, also for 'local', which would be the zone of this machine. */
export function knownZone(name: string): IANAZone {
  if (!IANAZone.isValidZone(name)) throw new Error(`"${name}" is not a time zone: use a name like Europe/Berlin.`);
  return IANAZone.create(name);
}
