import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { degradedLicences } from '../../../src/alert/degradation/degraded-licences.js';
import { isFresh, type LicenceEnd } from '../../../src/seat/licence-end.js';

const now = new Date('2026-03-18T10:15:00Z');
const inDays = (days: number) => new Date(now.getTime() + days * 24 * 3_600_000);
const licence = (more: Partial<LicenceEnd> = {}): LicenceEnd => ({
  clientId: 'client-7',
  companyName: 'Bakery',
  endsAt: inDays(10),
  isRead: true,
  isLookedAt: true,
  mappedAt: inDays(-60),
  month: '2026-03',
  asOf: inDays(-12),
  lookedAt: inDays(-0.5),
  failed: false,
  ...more,
});
const given = { days: 30, zone: 'Europe/Berlin', now };

describe('isFresh', () => {
  it.each<[string, Partial<LicenceEnd>, boolean]>([
    ['the last look found it unchanged', {}, true],
    ['the last look stored it', { asOf: inDays(-0.5), lookedAt: null }, true],
    ['it is two days old', { lookedAt: inDays(-2) }, true],
    ['it is older than two days', { lookedAt: inDays(-2.01) }, false],
    ['no look was finished and it is old', { lookedAt: null }, false],
    ['the last look failed', { failed: true }, false],
    ['the last answer about the company did not say it', { isRead: false }, false],
    ['no look reaches the company now', { isLookedAt: false }, false],
    ['the company was mapped after the look', { mappedAt: inDays(-0.1) }, false],
    ['the company was mapped after the look, and read since', { mappedAt: inDays(-0.1), asOf: inDays(-0.05) }, true],
    ['the last look was in another month', { month: '2026-02' }, false],
    ['the company was left out since the month began', { month: '2026-02', asOf: inDays(-1) }, true],
  ])('%s', (_when, more, fresh) => {
    expect(isFresh(licence(more), now)).toBe(fresh);
  });
});

describe('degradedLicences', () => {
  it.each<[string, Date, number | null]>([
    ['ends tomorrow', inDays(1), 1],
    ['ends in exactly as many days', inDays(30), 1],
    ['ends later', inDays(30.001), null],
    ['has ended just now', now, 1],
    ['has ended long ago', inDays(-400), 1],
  ])('takes a licence that %s', (_when, endsAt, count) => {
    expect(degradedLicences([licence({ endsAt })], given).map((found) => found.count)).toEqual(
      count === null ? [] : [count],
    );
  });

  it('names the companies of a client, the first to end first, with the day in the zone', () => {
    const licences = [
      licence({ companyName: 'Late', endsAt: new Date('2026-04-01T22:30:00Z') }),
      licence({ companyName: 'Ended', endsAt: new Date('2026-03-10T12:00:00Z') }),
      licence({ companyName: 'Elsewhere', clientId: 'client-8' }),
    ];
    expect(degradedLicences(licences, given)).toEqual([
      {
        ...{ clientId: 'client-7', cause: 'LICENCE_ENDING', count: 2 },
        names: ['Ended (ended 2026-03-10)', 'Late (ends 2026-04-02)'],
      },
      { clientId: 'client-8', cause: 'LICENCE_ENDING', count: 1, names: ['Elsewhere (ends 2026-03-28)'] },
    ]);
  });

  it('knows nothing where only licences that were not read lately end', () => {
    expect(degradedLicences([licence({ failed: true })], given)).toEqual([
      { clientId: 'client-7', cause: 'LICENCE_ENDING', count: 0, names: [] },
    ]);
    const both = [licence({ isRead: false }), licence({ companyName: 'Read' })];
    expect(degradedLicences(both, given)).toMatchObject([{ count: 1, names: ['Read (ends 2026-03-28)'] }]);
  });

  it('has one entry for each client, counts the fresh ones, and names ten at most', () => {
    const some = fc.record({
      clientId: fc.constantFrom('a', 'b', 'c'),
      endsAt: fc.integer({ min: -100, max: 100 }).map(inDays),
      failed: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(some, { maxLength: 60 }), fc.integer({ min: 1, max: 90 }), (facts, days) => {
        const found = degradedLicences(facts.map(licence), { ...given, days });
        expect(new Set(found.map(({ clientId }) => clientId)).size).toBe(found.length);
        const ending = facts.filter(({ endsAt }) => endsAt <= inDays(days));
        expect(found.map(({ clientId }) => clientId)).toEqual(
          [...new Set(ending.map(({ clientId }) => clientId))].sort(),
        );
        for (const { clientId, count, names } of found) {
          expect(count).toBe(ending.filter((each) => each.clientId === clientId && !each.failed).length);
          expect(names).toHaveLength(Math.min(count, 10));
        }
      }),
    );
  });
});
