import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Activity,
  type CadenceFacts,
  isActive,
  isIncluded,
  nextSyncAt,
} from '../../../../src/sync/cadence/cadence.js';

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
    ['a threat', { lastThreatAt: ago(day - 1) }, ['a threat was found in the last 24 hours']],
    ['a threat a day ago', { lastThreatAt: ago(day) }, []],
    ['watched', { watchedAt: ago(899) }, ['a technician is watching']],
    ['watched a quarter of an hour ago', { watchedAt: ago(900) }, []],
    [
      'everything',
      { openTickets: 3, lastAgentInstalledAt: now, lastThreatAt: now, watchedAt: now },
      [
        '3 open tickets',
        'an agent was installed in the last 24 hours',
        'a threat was found in the last 24 hours',
        'a technician is watching',
      ],
    ],
  ])('%s', (_, activity, reasons) => {
    expect(isActive({ ...quiet, ...activity }, now)).toEqual({ active: reasons.length > 0, reasons });
  });
});

describe('nextSyncAt', () => {
  const usual: CadenceFacts = { now, readAt: now, active: false, failures: 0, restUntil: null, seed: 's' };

  it.each([
    ['quiet', false, 0, 3_600, 'Its client is quiet.'],
    ['active', true, 0, 600, 'Its client is active.'],
    ['active, failed once', true, 1, 1_200, 'It failed once.'],
    ['active, failed twice', true, 2, 2_400, 'It failed 2 times in a row.'],
    ['active, failed three times', true, 3, 3_600, 'It failed 3 times in a row.'],
    ['active, failed for ever', true, 100_000, 3_600, 'It failed 100000 times in a row.'],
    ['quiet, failed', false, 2, 3_600, 'It failed 2 times in a row.'],
  ])('%s', (_, active, failures, intervalSeconds, reason) => {
    expect(nextSyncAt({ ...usual, active, failures })).toMatchObject({ intervalSeconds, reason });
  });

  const date = fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });
  const given = fc.record({
    readAt: date,
    active: fc.boolean(),
    failures: fc.nat(10_000),
    seed: fc.string(),
    tookSeconds: fc.nat(3_600),
    restSeconds: fc.option(fc.nat(7_200)),
  });
  const factsOf = ({
    tookSeconds,
    restSeconds,
    ...asked
  }: typeof given extends fc.Arbitrary<infer Given> ? Given : never) => {
    const ended = new Date(asked.readAt.getTime() + tookSeconds * 1_000);
    const restUntil = restSeconds === null ? null : new Date(ended.getTime() + restSeconds * 1_000);
    return { ...asked, now: ended, restUntil };
  };

  it('is never early, at most a tenth late, and deterministic', () => {
    fc.assert(
      fc.property(given, (asked) => {
        const facts = { ...factsOf(asked), now: asked.readAt, restUntil: null };
        const { at, intervalSeconds } = nextSyncAt(facts);
        const wait = at.getTime() - facts.readAt.getTime();
        expect(intervalSeconds).toBeGreaterThanOrEqual(600);
        expect(intervalSeconds).toBeLessThanOrEqual(3_600);
        expect(wait).toBeGreaterThanOrEqual(intervalSeconds * 1_000);
        expect(wait).toBeLessThanOrEqual(intervalSeconds * 1_100);
        expect(nextSyncAt(facts).at).toEqual(at);
      }),
    );
  });

  it('counts the interval from the start of the run, however long it took', () => {
    fc.assert(
      fc.property(given, (asked) => {
        const facts = factsOf({ ...asked, tookSeconds: asked.tookSeconds % 300, restSeconds: null });
        expect(nextSyncAt(facts).at).toEqual(nextSyncAt({ ...facts, now: facts.readAt }).at);
      }),
    );
  });

  it('pauses the key as long as the run took, or as BD asked for', () => {
    fc.assert(
      fc.property(given, (asked) => {
        const facts = factsOf(asked);
        const { at, intervalSeconds } = nextSyncAt(facts);
        const rested = at.getTime() - facts.now.getTime();
        expect(rested).toBeGreaterThanOrEqual(Math.min(asked.tookSeconds, intervalSeconds) * 1_000);
        expect(at.getTime()).toBeGreaterThanOrEqual(facts.restUntil?.getTime() ?? 0);
      }),
    );
  });

  it('waits no shorter after another failure, and no longer when the client is active', () => {
    fc.assert(
      fc.property(given, (asked) => {
        const wait = (more: Partial<CadenceFacts>) => nextSyncAt({ ...factsOf(asked), ...more }).intervalSeconds;
        expect(wait({ failures: asked.failures + 1 })).toBeGreaterThanOrEqual(wait({}));
        expect(wait({ active: true })).toBeLessThanOrEqual(wait({ active: false }));
      }),
    );
  });

  it('spreads integrations over 10% of the interval', () => {
    const waits = Array.from({ length: 1_000 }, (_, integration) => {
      const { at } = nextSyncAt({ ...usual, seed: `integration ${integration}` });
      return at.getTime() - now.getTime() - 3_600_000;
    });
    const quarters = [0, 1, 2, 3].map(
      (quarter) => waits.filter((wait) => Math.floor(wait / 90_000) === quarter).length,
    );
    for (const count of quarters) expect(count).toBeGreaterThan(200);
  });
});

describe('isIncluded', () => {
  const after = (seconds: number) => new Date(now.getTime() + seconds * 1_000);

  it.each([
    ['is due', true, now, true],
    ['is long due', false, ago(10_000), true],
    ['is due within a minute, active', true, after(60), true],
    ['is due in more than a minute, active', true, after(60.001), false],
    ['is due within six minutes, quiet', false, after(360), true],
    ['is due in more than six minutes, quiet', false, after(360.001), false],
    ['is not polled', true, null, false],
  ])('who %s', (_, active, dueAt, taken) => {
    expect(isIncluded({ nextSyncAt: dueAt, active }, now)).toBe(taken);
  });
});
