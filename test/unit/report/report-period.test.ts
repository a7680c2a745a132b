import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserInputError } from '../../../src/graphql/errors.js';
import { nameOfPeriod, periodOf, type ReportPeriodKind } from '../../../src/report/report-period.js';

const now = new Date('2026-03-18T12:00:00Z');
const problemOf = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    if (error instanceof UserInputError) return error.userErrors[0];
    throw error;
  }
  return null;
};

describe('the period of a report', () => {
  it.each<[ReportPeriodKind, string | null, string, object]>([
    ['MONTH', null, 'UTC', { name: '2026-02', day: '2026-02-01', lastDay: '2026-02-28', isOver: true }],
    ['WEEK', null, 'UTC', { name: '2026-W11', day: '2026-03-09', lastDay: '2026-03-15', isOver: true }],
    ['MONTH', '2026-03-31', 'UTC', { name: '2026-03', day: '2026-03-01', lastDay: '2026-03-31', isOver: false }],
    ['WEEK', '2026-01-01', 'UTC', { name: '2026-W01', day: '2025-12-29', lastDay: '2026-01-04', isOver: true }],
    [
      'MONTH',
      '2025-10-26',
      'Europe/Berlin',
      {
        ...{ name: '2025-10', from: new Date('2025-09-30T22:00Z'), to: new Date('2025-10-31T23:00Z') },
        before: { day: '2025-09-01', from: new Date('2025-08-31T22:00Z'), to: new Date('2025-09-30T22:00Z') },
      },
    ],
  ])('%s of %s in %s', (kind, day, zone, expected) => {
    expect(periodOf(kind, day, zone, now)).toMatchObject({ kind, timeZone: zone, ...expected });
  });

  it.each([
    ['a word', 'yesterday', 'UTC', 'BAD_DAY', 'day'],
    ['a day that does not exist', '2026-02-30', 'UTC', 'BAD_DAY', 'day'],
    ['a time', '2026-03-18T10:00', 'UTC', 'BAD_DAY', 'day'],
    ['the month after this one', '2026-04-01', 'UTC', 'BAD_DAY', 'day'],
    ['long ago', '2025-01-01', 'UTC', 'BAD_DAY', 'day'],
    ['another zone', '2026-03-18', 'Europe/Atlantis', 'BAD_TIME_ZONE', 'timeZone'],
    ['an offset', '2026-03-18', '+02:00', 'BAD_TIME_ZONE', 'timeZone'],
  ])('refuses %s', (_, day, zone, code, name) => {
    expect(problemOf(() => periodOf('MONTH', day, zone, now, { field: ['input'] }))).toMatchObject({
      code,
      field: ['input', name],
    });
  });

  it('is shown by a link however long ago it is', () => {
    const asked = { daysAgo: Number.POSITIVE_INFINITY };
    expect(periodOf('MONTH', '2024-01-01', 'UTC', now, asked)).toMatchObject({ name: '2024-01' });
  });

  it('follows the one before it without a gap, in every zone, and is the same for each of its days', () => {
    const days = fc.date({ min: new Date('2025-03-01'), max: new Date('2026-03-17'), noInvalidDate: true });
    const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/Havana', 'Pacific/Apia', 'Asia/Kathmandu');
    fc.assert(
      fc.property(days, zones, fc.constantFrom<ReportPeriodKind>('WEEK', 'MONTH'), (day, zone, kind) => {
        const period = periodOf(kind, day.toISOString().slice(0, 10), zone, now);
        expect(period.before.to).toEqual(period.from);
        expect(periodOf(kind, period.day, zone, now)).toEqual(period);
        expect(periodOf(kind, period.lastDay, zone, now)).toEqual(period);
        expect(period.name).toBe(nameOfPeriod(kind, period.day));
      }),
    );
  });
});
