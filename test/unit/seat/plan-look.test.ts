import { describe, expect, it } from 'vitest';
import { boundsOf, isMonth, monthBefore, monthOf } from '../../../src/seat/month.js';
import { isDueForAll, monthsToAsk, nextAfterSome, nextLook } from '../../../src/seat/plan-look.js';

describe('months', () => {
  it('are those of UTC', () => {
    expect(monthOf(new Date('2026-11-30T23:59:59.999Z'))).toBe('2026-11');
    expect(monthOf(new Date('2026-12-01T00:00:00Z'))).toBe('2026-12');
    expect(boundsOf('2026-12')).toEqual({
      from: new Date('2026-12-01T00:00:00Z'),
      to: new Date('2027-01-01T00:00:00Z'),
    });
    expect(monthBefore('2026-01')).toBe('2025-12');
    expect(monthBefore('2026-03', 13)).toBe('2025-02');
  });

  it.each([
    ['2026-11', true],
    ['2026-00', false],
    ['2026-13', false],
    ['1999-11', false],
    ['2026-11-01', false],
    [' 2026-11', false],
    ['', false],
  ])('takes %j for a month: %s', (text, expected) => {
    expect(isMonth(text)).toBe(expected);
  });
});

describe('monthsToAsk', () => {
  const open = [{ month: '2026-10', closed: false }];
  const present = { month: '2026-11', closes: false };
  it.each([
    ['only this month for the first time', '2026-11-15T00:00:00Z', [], [present]],
    ['not the former one within a day of its end', '2026-11-01T23:59:00Z', open, [present]],
    ['the former one a day after its end', '2026-11-02T00:00:00Z', open, [{ month: '2026-10', closes: true }, present]],
    ['the former one until it is closed', '2026-11-29T00:00:00Z', open, [{ month: '2026-10', closes: true }, present]],
    ['the former one once', '2026-11-02T00:00:00Z', [{ month: '2026-10', closed: true }], [present]],
    [
      'nothing of a month that is closed, by a clock put back',
      '2026-10-20T00:00:00Z',
      [{ month: '2026-10', closed: true }],
      [],
    ],
    ['no older one', '2026-11-02T00:00:00Z', [{ month: '2026-09', closed: false }], [present]],
  ])('asks %s', (_, now, stored, expected) => {
    expect(monthsToAsk(new Date(now), stored)).toEqual(expected);
  });
});

describe('looks', () => {
  const now = new Date('2026-11-15T12:00:00Z');
  const hours = (count: number) => new Date(now.getTime() + count * 3_600_000);
  it('rest for a day, for an hour after a failure, and for a week where the key may not ask', () => {
    const rests = (['DONE', 'UNFINISHED', 'FAILED', 'REFUSED'] as const).map((end) => nextLook(end, now));
    expect(rests).toEqual([hours(24), now, hours(1), hours(168)]);
  });

  it.each([
    ['DONE', hours(5)],
    ['UNFINISHED', hours(5)],
    ['FAILED', hours(1)],
    ['REFUSED', hours(168)],
  ] as const)('leave the next one as planned after new companies, unless they end %s', (end, expected) => {
    expect(nextAfterSome(end, hours(5), now)).toEqual(expected);
    expect(nextAfterSome('FAILED', hours(0.5), now)).toEqual(hours(0.5));
  });

  it.each([
    ['for the first time', undefined, -1_000, true],
    ['when the time has come', { nextAt: now, problem: null }, -1_000, true],
    ['not before', { nextAt: hours(1), problem: null }, -1_000, false],
    ['when the time is too far ahead', { nextAt: hours(24 * 9), problem: null }, -1_000, true],
    ['not while the key is refused', { nextAt: hours(160), problem: 'METHOD_NOT_FOUND' }, -9, false],
    ['when a refused key was replaced', { nextAt: hours(160), problem: 'METHOD_NOT_FOUND' }, -1, true],
    ['not when a key was replaced that may ask', { nextAt: hours(1), problem: null }, -1, false],
  ])('are due %s', (_, before, keySetHoursAgo, expected) => {
    expect(isDueForAll(before, { keySetAt: hours(keySetHoursAgo) }, now)).toBe(expected);
  });
});
