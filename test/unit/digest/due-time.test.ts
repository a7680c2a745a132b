import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { dueIn, nextDue, weekAfter, weeksBefore } from '../../../src/digest/due-time.js';

const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
const instants = fc
  .integer({ min: Date.UTC(2000, 0), max: Date.UTC(2036, 0) })
  .map((milliseconds) => new Date(milliseconds));
const times = fc.record({ weekday: fc.integer({ min: 1, max: 7 }), hour: fc.integer({ min: 0, max: 23 }) });
const hours = 3_600_000;

describe('nextDue', () => {
  it.each([
    ['later this week', 'UTC', 3, 8, '2026-03-16T10:00Z', null, '2026-03-18T08:00Z', '2026-03-16'],
    ['later today', 'UTC', 1, 8, '2026-03-16T07:59:59.999Z', null, '2026-03-16T08:00Z', '2026-03-16'],
    ['not at the moment itself', 'UTC', 1, 8, '2026-03-16T08:00Z', null, '2026-03-23T08:00Z', '2026-03-23'],
    ['over the turn of a year', 'UTC', 5, 8, '2026-12-28T10:00Z', null, '2027-01-01T08:00Z', '2026-12-28'],
    [
      'there it is Monday already',
      'Pacific/Auckland',
      1,
      9,
      '2026-03-15T19:00Z',
      null,
      '2026-03-15T20:00Z',
      '2026-03-16',
    ],
    [
      'there it is Sunday still',
      'America/Los_Angeles',
      7,
      23,
      '2026-03-16T05:00Z',
      null,
      '2026-03-16T06:00Z',
      '2026-03-09',
    ],
    // The week had its digest before the day was changed.
    ['in the week after the last', 'UTC', 5, 8, '2026-03-16T10:00Z', '2026-03-16', '2026-03-27T08:00Z', '2026-03-23'],
    [
      'in the week after a future one',
      'UTC',
      1,
      8,
      '2026-03-16T07:00Z',
      '2026-03-23',
      '2026-03-30T08:00Z',
      '2026-03-30',
    ],
    ['whatever week was long ago', 'UTC', 5, 8, '2026-03-16T10:00Z', '2025-01-06', '2026-03-20T08:00Z', '2026-03-16'],
    // Clocks go from two to three.
    [
      'an hour that does not exist',
      'Europe/Berlin',
      7,
      2,
      '2026-03-28T10:00Z',
      null,
      '2026-03-29T01:00Z',
      '2026-03-23',
    ],
    ['the hour after it', 'Europe/Berlin', 7, 3, '2026-03-28T10:00Z', null, '2026-03-29T01:00Z', '2026-03-23'],
    ['the week after it', 'Europe/Berlin', 7, 2, '2026-03-29T01:00Z', null, '2026-04-05T00:00Z', '2026-03-30'],
    // Clocks go from three back to two.
    [
      'the first of an hour that comes twice',
      'Europe/Berlin',
      7,
      2,
      '2026-10-24T10:00Z',
      null,
      '2026-10-25T00:00Z',
      '2026-10-19',
    ],
    ['not the second of it', 'Europe/Berlin', 7, 2, '2026-10-25T00:00Z', null, '2026-11-01T01:00Z', '2026-10-26'],
    [
      'a midnight that does not exist',
      'America/Havana',
      7,
      0,
      '2024-03-09T12:00Z',
      null,
      '2024-03-10T05:00Z',
      '2024-03-04',
    ],
    [
      'the first of two midnights',
      'America/Havana',
      7,
      0,
      '2024-11-02T12:00Z',
      null,
      '2024-11-03T04:00Z',
      '2024-10-28',
    ],
    [
      'half an hour is skipped',
      'Australia/Lord_Howe',
      7,
      2,
      '2026-10-03T00:00Z',
      null,
      '2026-10-03T15:30Z',
      '2026-09-28',
    ],
    // Samoa had no 30 December 2011, a Friday.
    ['a day that does not exist', 'Pacific/Apia', 5, 8, '2011-12-29T20:00Z', null, '2011-12-30T18:00Z', '2011-12-26'],
    [
      'the week after that day',
      'Pacific/Apia',
      5,
      8,
      '2011-12-30T18:00Z',
      '2011-12-26',
      '2012-01-05T18:00Z',
      '2012-01-02',
    ],
  ])('%s (%s)', (_, zone, weekday, hour, after, last, at, week) => {
    expect(nextDue({ weekday, hour }, zone, new Date(after), last)).toEqual({ at: new Date(at), week });
  });

  it('comes within eight days of any instant in every zone, on that day and hour where it exists', () => {
    fc.assert(
      fc.property(zones, times, instants, (zone, time, after) => {
        const { at, week } = nextDue(time, zone, after, null);
        expect(at > after).toBe(true);
        expect(at.getTime() - after.getTime()).toBeLessThanOrEqual(8 * 24 * hours);
        const there = DateTime.fromJSDate(at, { zone });
        const wanted = DateTime.fromISO(week, { zone: 'utc' }).plus({ days: time.weekday - 1, hours: time.hour });
        const skipped = there.setZone('utc', { keepLocalTime: true }).diff(wanted).toMillis();
        if (skipped !== 0) {
          // Only where clocks skipped it: before, they showed less than it.
          expect(skipped).toBeGreaterThan(0);
          expect(there.minus({ milliseconds: skipped }).offset).not.toBe(there.offset);
        }
        expect(DateTime.fromISO(week).weekday).toBe(1);
      }),
      { numRuns: 2_000 },
    );
  });

  it('gives every week exactly once, one after the other, in every zone', () => {
    fc.assert(
      fc.property(zones, times, instants, (zone, time, after) => {
        let due = nextDue(time, zone, after, null);
        for (let weeks = 0; weeks < 60; weeks += 1) {
          const next = nextDue(time, zone, due.at, due.week);
          expect(next.week).toBe(weekAfter(due.week));
          expect(next.at > due.at).toBe(true);
          expect(dueIn(time, zone, next.week)).toEqual(next.at);
          due = next;
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('weeksBefore', () => {
  it.each([
    ['UTC', '2026-03-18T10:00Z', '2026-03-04T00:00Z', '2026-03-11T00:00Z', '2026-03-18T00:00Z'],
    ['Europe/Berlin', '2026-04-01T06:00Z', '2026-03-17T23:00Z', '2026-03-24T23:00Z', '2026-03-31T22:00Z'],
    ['America/Havana', '2024-03-10T12:00Z', '2024-02-25T05:00Z', '2024-03-03T05:00Z', '2024-03-10T05:00Z'],
  ])('are seven days each, from midnight to midnight (%s)', (zone, at, first, second, end) => {
    expect(weeksBefore(new Date(at), zone)).toEqual({
      weekBefore: { from: new Date(first), to: new Date(second) },
      week: { from: new Date(second), to: new Date(end) },
    });
  });

  it('join without a gap, and end on the day of any instant in every zone', () => {
    fc.assert(
      fc.property(zones, instants, (zone, at) => {
        const { week, weekBefore } = weeksBefore(at, zone);
        expect(weekBefore.to).toEqual(week.from);
        expect(week.to <= at).toBe(true);
        for (const { from, to } of [week, weekBefore])
          expect(Math.abs(to.getTime() - from.getTime() - 7 * 24 * hours)).toBeLessThanOrEqual(24 * hours);
      }),
    );
  });
});
