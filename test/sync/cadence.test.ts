import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Activity, isActive, nextSyncAt } from '../../src/sync/cadence.js';

const now = new Date('2026-03-18T10:00:00Z');
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1_000);
const quiet: Activity = { openTickets: 0, lastAgentInstalledAt: null, lastThreatAt: null, watchedAt: null };
const day = 24 * 3_600;

describe('isActive', () => {
  it.each<[string, Partial<Activity>, string[]]>([
    ['nothing going on', {}, []],
    ['one ticket', { openTickets: 1 }, ['1 open ticket']],
    ['two tickets', { openTickets: 2 }, ['2 open tickets']],
    ['an agent', { lastAgentInstalledAt: ago(day - 1) }, ['an agent was installed in the last 24 hours']],
    ['an agent a day ago', { lastAgentInstalledAt: ago(day) }, []],
    ['a threat', { lastThreatAt: ago(day - 1) }, ['a threat came in during the last 24 hours']],
    ['a threat a day ago', { lastThreatAt: ago(day) }, []],
    ['watched', { watchedAt: ago(899) }, ['a technician is watching']],
    ['watched a quarter of an hour ago', { watchedAt: ago(900) }, []],
    [
      'everything',
      { openTickets: 3, lastAgentInstalledAt: now, lastThreatAt: now, watchedAt: now },
      [
        '3 open tickets',
        'an agent was installed in the last 24 hours',
        'a threat came in during the last 24 hours',
        'a technician is watching',
      ],
    ],
  ])('%s', (_, activity, reasons) => {
    expect(isActive({ ...quiet, ...activity }, now)).toEqual({ active: reasons.length > 0, reasons });
  });
});

describe('nextSyncAt', () => {
  it.each([
    ['quiet', false, false, 0, 3_600, 'Its client is quiet.'],
    ['active', true, false, 0, 600, 'Its client is active.'],
    ['watched', false, true, 0, 600, 'Its client is active.'],
    ['active, failed once', true, false, 1, 1_200, 'It failed once.'],
    ['active, failed twice', true, false, 2, 2_400, 'It failed 2 times in a row.'],
    ['active, failed three times', true, false, 3, 3_600, 'It failed 3 times in a row.'],
    ['active, failed for ever', true, false, 100_000, 3_600, 'It failed 100000 times in a row.'],
    ['quiet, failed', false, false, 2, 3_600, 'It failed 2 times in a row.'],
  ])('%s', (_, active, watched, failures, intervalSeconds, reason) => {
    expect(nextSyncAt({ now, active, watched, failures, seed: 's' })).toMatchObject({ intervalSeconds, reason });
  });

  const given = fc.record({
    now: fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
    active: fc.boolean(),
    watched: fc.boolean(),
    failures: fc.nat(10_000),
    seed: fc.string(),
  });

  it('is never early, at most a tenth late, and always the same for the same seed', () => {
    fc.assert(
      fc.property(given, (asked) => {
        const { at, intervalSeconds } = nextSyncAt(asked);
        const wait = at.getTime() - asked.now.getTime();
        expect(intervalSeconds).toBeGreaterThanOrEqual(600);
        expect(intervalSeconds).toBeLessThanOrEqual(3_600);
        expect(wait).toBeGreaterThanOrEqual(intervalSeconds * 1_000);
        expect(wait).toBeLessThanOrEqual(intervalSeconds * 1_100);
        expect(nextSyncAt(asked).at).toEqual(at);
      }),
    );
  });

  it('waits no less after one more failure, and no more for an active client', () => {
    fc.assert(
      fc.property(given, (asked) => {
        const wait = (more: Partial<typeof asked>) => nextSyncAt({ ...asked, ...more }).intervalSeconds;
        expect(wait({ failures: asked.failures + 1 })).toBeGreaterThanOrEqual(wait({}));
        expect(wait({ active: true })).toBeLessThanOrEqual(wait({ active: false }));
      }),
    );
  });

  it('spreads companies over the tenth', () => {
    const waits = Array.from({ length: 1_000 }, (_, company) => {
      const { at } = nextSyncAt({ now, active: false, watched: false, failures: 0, seed: `company ${company}` });
      return at.getTime() - now.getTime() - 3_600_000;
    });
    const quarters = [0, 1, 2, 3].map(
      (quarter) => waits.filter((wait) => Math.floor(wait / 90_000) === quarter).length,
    );
    for (const count of quarters) expect(count).toBeGreaterThan(200);
  });
});
