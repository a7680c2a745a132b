import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { weeksUpTo } from '../../../../src/threat/portal/weeks-up-to.js';

describe('weeksUpTo', () => {
  it('is the week itself and those before it, newest first', () => {
    const weeks = weeksUpTo(new Date('2026-04-01T12:00:00Z'), 'Europe/Berlin', 3);
    expect(weeks.map(({ from, to }) => [from.toISOString(), to.toISOString()])).toEqual([
      ['2026-03-29T22:00:00.000Z', '2026-04-05T22:00:00.000Z'],
      // Seven days of which one has 23 hours.
      ['2026-03-22T23:00:00.000Z', '2026-03-29T22:00:00.000Z'],
      ['2026-03-15T23:00:00.000Z', '2026-03-22T23:00:00.000Z'],
    ]);
  });

  it('leaves no gap and begins on Mondays in every zone', () => {
    const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
    const instants = fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2036, 0) }).map((at) => new Date(at));
    fc.assert(
      fc.property(zones, instants, fc.integer({ min: 1, max: 26 }), (zone, at, count) => {
        const weeks = weeksUpTo(at, zone, count);
        expect(weeks).toHaveLength(count);
        expect((weeks[0]?.from ?? at) <= at && at < (weeks[0]?.to ?? at)).toBe(true);
        for (const [index, { from }] of weeks.entries()) {
          expect(DateTime.fromJSDate(from, { zone }).weekday).toBe(1);
          if (index > 0) expect(weeks[index]?.to).toEqual(weeks[index - 1]?.from);
        }
      }),
      { numRuns: 300 },
    );
  });
});
