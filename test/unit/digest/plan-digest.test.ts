import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextDue } from '../../../src/digest/due-time.js';
import {
  isTooLate,
  mostDelayHours,
  type PlannedDigest,
  planAfterChange,
  planDigest,
} from '../../../src/digest/plan-digest.js';

const hours = 3_600_000;
/** On Mondays at eight in UTC, due on 16 March 2026. */
const digest: PlannedDigest = {
  weekday: 1,
  hour: 8,
  timeZone: 'UTC',
  nextAt: new Date('2026-03-16T08:00Z'),
  nextWeek: '2026-03-16',
};
const plan = (now: string, zone = 'UTC') => {
  const { requested, next } = planDigest(digest, zone, new Date(now));
  return {
    requested: requested.map(
      ({ at, week, tooLate }) => `${week} ${at.toISOString().slice(5, 16)}${tooLate ? ' too late' : ''}`,
    ),
    next: `${next.week} ${next.at.toISOString().slice(5, 16)}`,
  };
};

describe('planDigest', () => {
  it.each([
    ['just before', '2026-03-16T07:59Z', [], '2026-03-16 03-16T08:00'],
    ['at the moment', '2026-03-16T08:00Z', ['2026-03-16 03-16T08:00'], '2026-03-23 03-23T08:00'],
    ['after a day away', '2026-03-17T08:00Z', ['2026-03-16 03-16T08:00'], '2026-03-23 03-23T08:00'],
    ['48 hours late', '2026-03-18T08:00Z', ['2026-03-16 03-16T08:00'], '2026-03-23 03-23T08:00'],
    ['later than that', '2026-03-18T08:00:01Z', ['2026-03-16 03-16T08:00 too late'], '2026-03-23 03-23T08:00'],
    [
      'after eight days away',
      '2026-03-24T08:00Z',
      ['2026-03-16 03-16T08:00 too late', '2026-03-23 03-23T08:00'],
      '2026-03-30 03-30T08:00',
    ],
    ['after a month away', '2026-04-18T08:00Z', ['2026-03-16 03-16T08:00 too late'], '2026-04-20 04-20T08:00'],
  ])('requests what is due %s', (_, now, requested, next) => {
    expect(plan(now)).toEqual({ requested, next });
  });

  it.each([
    ['to the west, where it is earlier', 'America/New_York', '2026-03-16T08:30Z', [], '2026-03-16 03-16T12:00'],
    [
      'to the east, where eight has passed',
      'Asia/Tokyo',
      '2026-03-16T06:00Z',
      ['2026-03-16 03-15T23:00'],
      '2026-03-23 03-22T23:00',
    ],
    ['before either', 'Asia/Tokyo', '2026-03-14T06:00Z', [], '2026-03-16 03-15T23:00'],
  ])('follows a tenant %s', (_, zone, now, requested, next) => {
    expect(plan(now, zone)).toEqual({ requested, next });
  });

  it('keeps what is due and was not requested when its time is changed, and plans anything else again', () => {
    const time = { weekday: 5, hour: 17 };
    const change = (now: string, lastWeek: string | null = null) =>
      planAfterChange(digest, time, 'UTC', { now: new Date(now), lastWeek });
    expect(change('2026-03-16T08:00Z')).toMatchObject({ nextAt: digest.nextAt, nextWeek: '2026-03-16' });
    expect(change('2026-03-16T07:59Z').nextAt).toEqual(new Date('2026-03-20T17:00Z'));
    expect(change('2026-03-14T07:59Z', '2026-03-16').nextAt).toEqual(new Date('2026-03-27T17:00Z'));
    expect(planAfterChange(null, time, 'UTC', { now: new Date('2026-03-16T08:00Z'), lastWeek: null })).toEqual({
      timeZone: 'UTC',
      nextAt: new Date('2026-03-20T17:00Z'),
      nextWeek: '2026-03-16',
    });
  });

  const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
  const begin = fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2035, 0) });
  /** How long nobody looked, and whether the tenant moves to another zone meanwhile. */
  const steps = fc.array(
    fc.record({
      minutes: fc.oneof(fc.integer({ min: 1, max: 60 * 24 }), fc.integer({ min: 1, max: 60 * 24 * 25 })),
      zone: fc.option(zones, { freq: 8 }),
    }),
    { minLength: 20, maxLength: 60 },
  );

  it('requests no week twice and none out of order, however long nobody looks and wherever the tenant moves', () => {
    fc.assert(
      fc.property(
        zones,
        begin,
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 0, max: 23 }),
        steps,
        (first, from, weekday, hour, taken) => {
          let now = new Date(from);
          let zone = first;
          const { at, week } = nextDue({ weekday, hour }, zone, now, null);
          let planned: PlannedDigest = { weekday, hour, timeZone: zone, nextAt: at, nextWeek: week };
          const weeks: string[] = [];
          for (const step of taken) {
            now = new Date(now.getTime() + step.minutes * 60_000);
            zone = step.zone ?? zone;
            const { requested, next } = planDigest(planned, zone, now);
            for (const each of requested) {
              expect(each.at <= now).toBe(true);
              expect(each.tooLate).toBe(isTooLate(each.at, now));
              weeks.push(each.week);
            }
            expect(next.at > now).toBe(true);
            planned = { ...planned, timeZone: zone, nextAt: next.at, nextWeek: next.week };
          }
          expect(weeks).toEqual([...new Set(weeks)].toSorted());
        },
      ),
      { numRuns: 300 },
    );
  });

  it('requests every week, in time, where somebody looks each day', () => {
    fc.assert(
      fc.property(
        zones,
        begin,
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 0, max: 23 }),
        (zone, from, weekday, hour) => {
          let now = new Date(from);
          const { at, week } = nextDue({ weekday, hour }, zone, now, null);
          let planned: PlannedDigest = { weekday, hour, timeZone: zone, nextAt: at, nextWeek: week };
          let count = 0;
          for (let day = 0; day < 7 * 53; day += 1) {
            now = new Date(now.getTime() + 24 * hours);
            const { requested, next } = planDigest(planned, zone, now);
            expect(requested.every(({ tooLate }) => !tooLate)).toBe(true);
            count += requested.length;
            planned = { ...planned, nextAt: next.at, nextWeek: next.week };
          }
          expect(Math.abs(count - 53)).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('documents a delay of two days', () => {
    expect(mostDelayHours).toBe(48);
  });
});
