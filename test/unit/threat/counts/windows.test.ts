import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { windowOf } from '../../../../src/threat/counts/windows.js';

const units = ['day', 'week', 'month'] as const;
const begins = (now: Date, zone: string) =>
  Object.fromEntries(units.map((unit) => [unit, windowOf(now, zone, unit).from])) as Record<
    (typeof units)[number],
    Date
  >;

describe('windowOf', () => {
  it.each([
    ['UTC', '2026-03-18T10:00:00Z', '2026-03-18T00:00Z', '2026-03-16T00:00Z', '2026-03-01T00:00Z'],
    ['UTC, at midnight itself', '2026-03-18T00:00:00Z', '2026-03-18T00:00Z', '2026-03-16T00:00Z', '2026-03-01T00:00Z'],
    ['UTC, just before it', '2026-03-17T23:59:59.999Z', '2026-03-17T00:00Z', '2026-03-16T00:00Z', '2026-03-01T00:00Z'],
    ['UTC, on a Sunday', '2026-03-22T10:00:00Z', '2026-03-22T00:00Z', '2026-03-16T00:00Z', '2026-03-01T00:00Z'],
    ['UTC, on a Monday', '2026-03-23T10:00:00Z', '2026-03-23T00:00Z', '2026-03-23T00:00Z', '2026-03-01T00:00Z'],
    // A month's end: the week began in the month before.
    ['UTC, end of February', '2026-02-28T23:30:00Z', '2026-02-28T00:00Z', '2026-02-23T00:00Z', '2026-02-01T00:00Z'],
    ['UTC, leap day', '2024-02-29T12:00:00Z', '2024-02-29T00:00Z', '2024-02-26T00:00Z', '2024-02-01T00:00Z'],
    ['UTC, the first', '2026-01-01T00:30:00Z', '2026-01-01T00:00Z', '2025-12-29T00:00Z', '2026-01-01T00:00Z'],
    // There it is another day, and another month, already.
    ['Pacific/Kiritimati', '2026-01-31T10:00:00Z', '2026-01-31T10:00Z', '2026-01-25T10:00Z', '2026-01-31T10:00Z'],
    ['Europe/Berlin', '2026-07-01T01:00:00Z', '2026-06-30T22:00Z', '2026-06-28T22:00Z', '2026-06-30T22:00Z'],
    // Days of 23 and of 25 hours.
    ['Europe/Berlin', '2026-03-29T20:00:00Z', '2026-03-28T23:00Z', '2026-03-22T23:00Z', '2026-02-28T23:00Z'],
    ['Europe/Berlin', '2026-10-25T22:30:00Z', '2026-10-24T22:00Z', '2026-10-18T22:00Z', '2026-09-30T22:00Z'],
    // Clocks set back from one to midnight: of two midnights, the first.
    ['America/Havana', '2024-11-03T04:30:00Z', '2024-11-03T04:00Z', '2024-10-28T04:00Z', '2024-11-01T04:00Z'],
    ['America/Havana', '2024-11-03T05:30:00Z', '2024-11-03T04:00Z', '2024-10-28T04:00Z', '2024-11-01T04:00Z'],
    ['America/Havana', '2024-11-03T20:00:00Z', '2024-11-03T04:00Z', '2024-10-28T04:00Z', '2024-11-01T04:00Z'],
    ['America/Havana', '2015-11-10T20:00:00Z', '2015-11-10T05:00Z', '2015-11-09T05:00Z', '2015-11-01T04:00Z'],
    // Clocks set on from midnight to one: the day has no midnight at all.
    ['America/Havana', '2024-03-10T20:00:00Z', '2024-03-10T05:00Z', '2024-03-04T05:00Z', '2024-03-01T05:00Z'],
  ])('%s, %s', (label, now, day, week, month) => {
    const [zone = ''] = label.split(',');
    const windows = begins(new Date(now), zone);
    expect(windows).toEqual({ day: new Date(day), week: new Date(week), month: new Date(month) });
  });

  it.each([['local'], ['system'], ['default'], [''], ['+02:00'], ['Mars/Olympus'], ['Europe'], ['Berlin, maybe']])(
    'refuses the zone "%s"',
    (zone) => {
      expect(() => windowOf(new Date(), zone, 'day')).toThrow(
        `"${zone}" is not a time zone: use a name like Europe/Berlin.`,
      );
    },
  );

  const zones = Intl.supportedValuesOf('timeZone');
  const instants = fc
    .integer({ min: Date.UTC(2000, 0), max: Date.UTC(2036, 0) })
    .map((milliseconds) => new Date(milliseconds));

  it('begins windows at local midnight, Monday and first in every zone', () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), instants, (zone, now) => {
        const { day, week, month } = begins(now, zone);
        const there = (at: Date) => DateTime.fromJSDate(at, { zone });
        expect(day <= now && week <= day && month <= day).toBe(true);
        expect(now.getTime() - day.getTime()).toBeLessThanOrEqual(26 * 3_600_000);
        expect(now.getTime() - month.getTime()).toBeLessThanOrEqual((31 * 24 + 2) * 3_600_000);
        expect(there(day).toISODate()).toBe(there(now).toISODate());
        expect(there(week).weekday).toBe(1);
        expect(there(month).day).toBe(1);
      }),
      { numRuns: 1_000 },
    );
  });

  it('ends where the next one begins', () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.constantFrom(...units), instants, (zone, unit, now) => {
        const { from, to } = windowOf(now, zone, unit);
        expect(from <= now && now < to).toBe(true);
        expect(windowOf(to, zone, unit).from).toEqual(to);
        expect(windowOf(new Date(to.getTime() - 1), zone, unit)).toEqual({ from, to });
      }),
      { numRuns: 1_000 },
    );
  });

  it('begins the same day at the same instant, whenever it is asked', () => {
    const changes = [Date.UTC(2024, 2, 10), Date.UTC(2024, 10, 3), Date.UTC(2024, 2, 31), Date.UTC(2024, 9, 27)];
    const near = fc.tuple(fc.constantFrom(...changes), fc.integer({ min: 0, max: 30 * 60 }));
    fc.assert(
      fc.property(fc.constantFrom(...zones), near, near, (zone, [change, a], [, b]) => {
        const [first, second] = [a, b].map((minutes) => new Date(change + minutes * 60_000)) as [Date, Date];
        const date = (at: Date) => DateTime.fromJSDate(at, { zone }).toISODate();
        fc.pre(date(first) === date(second));
        expect(begins(first, zone)).toEqual(begins(second, zone));
      }),
      { numRuns: 1_000 },
    );
  });
});
