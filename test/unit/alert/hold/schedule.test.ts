import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { occurrencesAfter, openAt, type Schedule, shortestPause } from '../../../../src/alert/hold/schedule.js';

const everyDay = [1, 2, 3, 4, 5, 6, 7];
const nightly: Schedule = { date: null, days: everyDay, time: '01:30', minutes: 120 };
const once: Schedule = { date: '2026-03-29', days: null, time: '02:30', minutes: 60 };

/** The first openings after an instant, from and to. */
function next(schedule: Schedule, zone: string, after: string, count = 1, endedAt: string | null = null) {
  const found: string[] = [];
  for (const { from, to } of occurrencesAfter(schedule, zone, new Date(after), endedAt ? new Date(endedAt) : null)) {
    found.push(`${from.toISOString().slice(0, 16)} ${to.toISOString().slice(0, 16)}`);
    if (found.length === count) break;
  }
  return found;
}

describe('occurrencesAfter', () => {
  it.each([
    ['opens once', { ...once, time: '22:00' }, '2026-03-01T00:00Z', ['2026-03-29T20:00 2026-03-29T21:00']],
    ['is over', { ...once, time: '22:00' }, '2026-03-29T21:00Z', []],
    ['is still open', { ...once, time: '22:00' }, '2026-03-29T20:59Z', ['2026-03-29T20:00 2026-03-29T21:00']],
    ['moves a skipped hour on by what is skipped', once, '2026-03-01T00:00Z', ['2026-03-29T01:30 2026-03-29T02:30']],
    [
      'is as long as ever over a skipped hour',
      nightly,
      '2026-03-27T12:00Z',
      ['2026-03-28T00:30 2026-03-28T02:30', '2026-03-29T00:30 2026-03-29T02:30', '2026-03-29T23:30 2026-03-30T01:30'],
    ],
    [
      'opens at the first of an hour that exists twice, and once',
      { ...nightly, time: '02:30', minutes: 30 },
      '2026-10-24T12:00Z',
      ['2026-10-25T00:30 2026-10-25T01:00', '2026-10-26T01:30 2026-10-26T02:00'],
    ],
    [
      'is as long as ever over an hour that exists twice',
      nightly,
      '2026-10-24T12:00Z',
      ['2026-10-24T23:30 2026-10-25T01:30', '2026-10-26T00:30 2026-10-26T02:30'],
    ],
    [
      'goes over a weekend',
      { date: null, days: [5], time: '18:00', minutes: 60 * 60 },
      '2026-03-15T12:00Z',
      ['2026-03-13T17:00 2026-03-16T05:00', '2026-03-20T17:00 2026-03-23T05:00'],
    ],
    [
      'opens on its days alone',
      { date: null, days: [2, 4], time: '00:00', minutes: 60 },
      '2026-06-01T12:00Z',
      ['2026-06-01T22:00 2026-06-01T23:00', '2026-06-03T22:00 2026-06-03T23:00', '2026-06-08T22:00 2026-06-08T23:00'],
    ],
  ] as [string, Schedule, string, string[]][])('%s', (_, schedule, after, expected) => {
    expect(next(schedule, 'Europe/Berlin', after, Math.max(1, expected.length))).toEqual(expected);
  });

  it('ends at the time at which a person ended it, and opens again as planned', () => {
    const ended = '2026-06-01T00:30:00Z';
    expect(next(nightly, 'UTC', '2026-05-31T23:00Z', 2, '2026-06-01T02:00Z')).toEqual([
      '2026-06-01T01:30 2026-06-01T02:00',
      '2026-06-02T01:30 2026-06-02T03:30',
    ]);
    // It was not open then.
    expect(next(nightly, 'UTC', '2026-05-31T23:00Z', 1, ended)).toEqual(['2026-06-01T01:30 2026-06-01T03:30']);
    expect(next({ ...once, time: '22:00' }, 'UTC', '2026-03-29T22:10Z', 1, '2026-03-29T22:10Z')).toEqual([]);
  });

  it('gives, in any zone, openings in order, of the same length, each at its time unless clocks skip it', () => {
    const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
    const given = fc.record({
      zone: zones,
      after: fc.integer({ min: Date.UTC(2015, 0), max: Date.UTC(2035, 0) }).map((at) => new Date(at)),
      days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
      hour: fc.integer({ min: 0, max: 23 }),
      minutes: fc.integer({ min: 5, max: 1_380 }),
    });
    fc.assert(
      fc.property(given, ({ zone, after, days, hour, minutes }) => {
        const time = `${String(hour).padStart(2, '0')}:00`;
        let last: Date | null = null;
        let count = 0;
        for (const { from, to } of occurrencesAfter({ date: null, days, time, minutes }, zone, after)) {
          expect(to > after).toBe(true);
          expect(to.getTime() - from.getTime()).toBe(minutes * 60_000);
          if (last !== null) expect(from > last).toBe(true);
          const there = DateTime.fromJSDate(from, { zone });
          const isAtItsTime = there.toFormat('HH:mm') === time && days.includes(there.weekday);
          // An hour or a day that clocks skip: the time does not exist there.
          const wanted = there.set({ hour, minute: 0 });
          if (!isAtItsTime) expect(wanted.toFormat('HH:mm') !== time || !days.includes(there.weekday)).toBe(true);
          last = from;
          count += 1;
          if (count === 6) break;
        }
        expect(count).toBe(6);
      }),
      { numRuns: 300 },
    );
  });
});

describe('openAt', () => {
  it('is open from its beginning on, and closed at its end', () => {
    const find = openAt(nightly, 'UTC', null);
    const at = (time: string) => find(new Date(`2026-06-01T${time}Z`));
    expect(at('01:29:59')).toBeNull();
    expect(at('01:30:00')?.to).toEqual(new Date('2026-06-01T03:30Z'));
    expect(at('03:29:59')?.from).toEqual(new Date('2026-06-01T01:30Z'));
    expect(at('03:30:00')).toBeNull();
  });
});

describe('shortestPause', () => {
  it.each([
    [null, null],
    [[3], 7 * 1_440],
    [[1, 5], 3 * 1_440],
    [[7, 1], 1_440],
    [everyDay, 1_440],
  ])('of %j is %j minutes', (days, minutes) => {
    expect(shortestPause(days)).toBe(minutes);
  });
});
