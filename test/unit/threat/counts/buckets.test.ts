import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { type BucketSize, bucketsOf, mostBuckets } from '../../../../src/threat/counts/buckets.js';
import { windowOf } from '../../../../src/threat/counts/windows.js';

const zones = Intl.supportedValuesOf('timeZone');

/** How many hours each bucket of a day or so has. */
function lengths(from: string, to: string, size: BucketSize, zone: string): number[] {
  const buckets = bucketsOf({ from: new Date(from), to: new Date(to) }, size, zone) ?? [];
  return buckets.map((bucket) => (bucket.to.getTime() - bucket.from.getTime()) / 3_600_000);
}

describe('bucketsOf', () => {
  it.each([
    ['Europe/Berlin', '2026-03-28', [24, 23, 24]],
    ['Europe/Berlin', '2026-10-24', [24, 25, 24]],
    ['America/Havana', '2024-11-02', [24, 25, 24]],
    ['Australia/Lord_Howe', '2026-04-04', [24, 24.5, 24]],
    ['Asia/Kolkata', '2026-03-28', [24, 24, 24]],
    // The calendar went from the 29th to the 31st.
    ['Pacific/Apia', '2011-12-28', [24, 24, 24]],
  ])('days in %s from %s have so many hours', (zone, begin, hours) => {
    const from = DateTime.fromISO(begin, { zone });
    expect(
      lengths(from.toISO() ?? '', from.plus({ hours: 72 + (hours[1] as number) - 24 }).toISO() ?? '', 'DAY', zone),
    ).toEqual(hours);
  });

  it.each([
    ['Europe/Berlin', '2026-03-29', Array(23).fill(1)],
    ['Europe/Berlin', '2026-10-25', Array(25).fill(1)],
    ['Asia/Kathmandu', '2026-10-25', Array(24).fill(1)],
    // Its clocks go by half an hour: back within an hour, which is longer; on within one, which is shorter.
    ['Australia/Lord_Howe', '2026-04-05', [1, 1.5, ...Array(22).fill(1)]],
    ['Australia/Lord_Howe', '2026-10-04', [1, 1, 0.5, ...Array(21).fill(1)]],
  ])('the hours in %s on %s', (zone, day, hours) => {
    const { from, to } = windowOf(DateTime.fromISO(`${day}T12:00`, { zone }).toJSDate(), zone, 'day');
    expect(lengths(from.toISOString(), to.toISOString(), 'HOUR', zone)).toEqual(hours);
  });

  it('cuts buckets to the range, and refuses more than a chart shows', () => {
    expect(lengths('2026-03-01T10:40Z', '2026-03-01T12:15Z', 'HOUR', 'UTC')).toEqual([1 / 3, 1, 0.25]);
    const range = (hours: number) => ({ from: new Date(0), to: new Date(hours * 3_600_000) });
    expect(bucketsOf(range(mostBuckets), 'HOUR', 'UTC')).toHaveLength(mostBuckets);
    expect(bucketsOf(range(mostBuckets + 1), 'HOUR', 'UTC')).toBeNull();
  });

  it('has a bucket for each hour or day in every zone, without gaps', () => {
    const instants = fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2036, 0) });
    const near = fc.tuple(
      fc.constantFrom(Date.UTC(2026, 2, 29), Date.UTC(2026, 9, 25), Date.UTC(2024, 10, 3), Date.UTC(2026, 3, 4)),
      fc.integer({ min: -48 * 60, max: 48 * 60 }),
    );
    const starts = fc.oneof(
      instants,
      near.map(([change, minutes]) => change + minutes * 60_000),
    );
    const size = fc.constantFrom('HOUR' as const, 'DAY' as const);
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        size,
        starts,
        fc.integer({ min: 1, max: 4 * 1440 }),
        (zone, step, start, minutes) => {
          const range = { from: new Date(start), to: new Date(start + minutes * 60_000) };
          const buckets = bucketsOf(range, step, zone) ?? [];
          expect(buckets.at(0)?.from).toEqual(range.from);
          expect(buckets.at(-1)?.to).toEqual(range.to);
          const shown = (at: number) =>
            DateTime.fromMillis(at, { zone }).toFormat(step === 'DAY' ? 'yyyy-MM-dd' : 'yyyy-MM-dd HH');
          for (const [index, { from, to }] of buckets.entries()) {
            expect(from < to).toBe(true);
            if (index > 0) expect(from).toEqual(buckets[index - 1]?.to);
            // One hour or day, the same from its first instant to its last.
            const [begin, end] = [from.getTime(), to.getTime() - 1];
            expect(shown(begin)).toBe(shown(end));
            expect(shown((begin + end) / 2)).toBe(shown(begin));
            // And whole: the next begins another, or the same one a second time.
            if (index > 0 && shown(begin) === shown(begin - 1))
              expect(DateTime.fromMillis(begin, { zone }).offset).not.toBe(
                DateTime.fromMillis(begin - 1, { zone }).offset,
              );
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
