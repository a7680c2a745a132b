import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { spanBefore } from '../../../../src/threat/counts/span-before.js';
import { windowOf } from '../../../../src/threat/counts/windows.js';

const iso = (at: Date) => at.toISOString().replace(/(:00)?\.000Z$/, 'Z');

describe('spanBefore', () => {
  it.each([
    // Zone, now, start of the week before, and how far it counts.
    ['UTC, on a Wednesday', '2026-03-18T10:30:00Z', '2026-03-09T00:00Z', '2026-03-11T10:30Z'],
    ['UTC, at the start of a week', '2026-03-16T00:00:00Z', '2026-03-09T00:00Z', '2026-03-09T00:00Z'],
    ['UTC, at the end of a week', '2026-03-22T23:59:00Z', '2026-03-09T00:00Z', '2026-03-15T23:59Z'],
    ['UTC, across a year', '2026-01-01T08:00:00Z', '2025-12-22T00:00Z', '2025-12-25T08:00Z'],
    // The week before, Berlin's clocks were an hour behind.
    ['Europe/Berlin, after the change in spring', '2026-03-30T08:00:00Z', '2026-03-22T23:00Z', '2026-03-23T09:00Z'],
    ['Europe/Berlin, on its day', '2026-03-29T08:00:00Z', '2026-03-15T23:00Z', '2026-03-22T09:00Z'],
    // A week later, at half past two: that Sunday the clocks skipped it.
    ['Europe/Berlin, at a skipped time', '2026-04-05T00:30:00Z', '2026-03-22T23:00Z', '2026-03-29T01:30Z'],
    ['Europe/Berlin, after the change in autumn', '2026-10-26T08:00:00Z', '2026-10-18T22:00Z', '2026-10-19T07:00Z'],
    // Half past two, twice: on the day itself and a week later.
    ['Europe/Berlin, the first half past two', '2026-10-25T00:30:00Z', '2026-10-11T22:00Z', '2026-10-18T00:30Z'],
    ['Europe/Berlin, the second half past two', '2026-10-25T01:30:00Z', '2026-10-11T22:00Z', '2026-10-18T00:30Z'],
    ['Europe/Berlin, half past two after it', '2026-11-01T01:30:00Z', '2026-10-18T22:00Z', '2026-10-25T00:30Z'],
    // Clocks that skip midnight.
    ['America/Havana, at a skipped midnight', '2024-03-17T04:00:00Z', '2024-03-04T05:00Z', '2024-03-10T05:00Z'],
    ['Asia/Kathmandu, in a zone of quarters', '2026-03-18T10:30:00Z', '2026-03-08T18:15Z', '2026-03-11T10:30Z'],
  ])('is the week before in %s', (label, now, from, to) => {
    const [zone = ''] = label.split(',');
    const { whole, soFar } = spanBefore(new Date(now), zone, 'week');
    expect([iso(soFar.from), iso(soFar.to)]).toEqual([from, to]);
    expect(whole).toEqual({ from: soFar.from, to: windowOf(new Date(now), zone, 'week').from });
  });

  it.each([
    ['UTC, in the middle of a month', '2026-03-18T10:30:00Z', '2026-02-01T00:00Z', '2026-02-18T10:30Z'],
    ['UTC, on the first', '2026-03-01T00:00:00Z', '2026-02-01T00:00Z', '2026-02-01T00:00Z'],
    ['UTC, on a day that February has not', '2026-03-31T10:30:00Z', '2026-02-01T00:00Z', '2026-03-01T00:00Z'],
    ['UTC, on the leap day before', '2024-03-29T10:30:00Z', '2024-02-01T00:00Z', '2024-02-29T10:30Z'],
    ['UTC, on a 30th after a longer month', '2026-04-30T12:00:00Z', '2026-03-01T00:00Z', '2026-03-30T12:00Z'],
    ['UTC, in January', '2026-01-31T12:00:00Z', '2025-12-01T00:00Z', '2025-12-31T12:00Z'],
    ['Europe/Berlin, across the change', '2026-04-10T08:00:00Z', '2026-02-28T23:00Z', '2026-03-10T09:00Z'],
  ])('is the month before in %s', (label, now, from, to) => {
    const [zone = ''] = label.split(',');
    const { whole, soFar } = spanBefore(new Date(now), zone, 'month');
    expect([iso(soFar.from), iso(soFar.to)]).toEqual([from, to]);
    expect(whole).toEqual({ from: soFar.from, to: windowOf(new Date(now), zone, 'month').from });
  });

  const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
  const units = fc.constantFrom('week' as const, 'month' as const);
  const instants = fc
    .integer({ min: Date.UTC(2000, 0), max: Date.UTC(2036, 0) })
    .map((milliseconds) => new Date(milliseconds));

  it('ends where the present span begins, and never counts beyond', () => {
    fc.assert(
      fc.property(zones, units, instants, (zone, unit, now) => {
        const { whole, soFar } = spanBefore(now, zone, unit);
        const present = windowOf(now, zone, unit);
        expect(whole.to).toEqual(present.from);
        expect(windowOf(whole.from, zone, unit)).toEqual(whole);
        expect(soFar.from).toEqual(whole.from);
        expect(soFar.to >= soFar.from && soFar.to <= whole.to).toBe(true);
        expect(spanBefore(present.from, zone, unit).whole).toEqual(whole);
      }),
      { numRuns: 1_000 },
    );
  });

  it('counts up to the same weekday or day at the same time of the clocks', () => {
    fc.assert(
      fc.property(zones, units, instants, (zone, unit, now) => {
        const { whole, soFar } = spanBefore(now, zone, unit);
        const [here, then] = [now, soFar.to].map((at) => DateTime.fromJSDate(at, { zone })) as [DateTime, DateTime];
        const began = DateTime.fromJSDate(whole.from, { zone }).startOf('day');
        const day = began.plus({ days: (unit === 'week' ? here.weekday : here.day) - 1 });
        // A month without such a day, and times that the clocks of that day skip.
        fc.pre(day.month === began.month || unit === 'week');
        const there = day.set({ hour: here.hour, minute: here.minute });
        fc.pre(there.hour === here.hour && there.minute === here.minute && there.day === day.day);
        expect(then.toFormat('yyyy-MM-dd HH:mm:ss.SSS')).toBe(
          `${day.toFormat('yyyy-MM-dd')} ${here.toFormat('HH:mm:ss.SSS')}`,
        );
      }),
      { numRuns: 1_000 },
    );
  });
});
