import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decideFlags,
  type FlagReport,
  type FlagsRead,
  type KnownDetections,
  type KnownFlags,
} from '../../../../src/threat/flags/device-flags.js';

const hour = 3_600_000;
const asOf = new Date('2026-11-28T12:00:00Z');
const ago = (hours: number) => new Date(asOf.getTime() - hours * hour);
const quiet: KnownFlags = { readAt: ago(1_000), infectedSince: null, detectedSince: null };
const unread: KnownFlags = { readAt: null, infectedSince: null, detectedSince: null };
const nothing: KnownDetections = { listedAt: null, infectionReported: false };
const both: FlagsRead = { infected: true, detected: true };
const detected: FlagsRead = { infected: false, detected: true };
const infected: FlagsRead = { infected: true, detected: false };
const clear: FlagsRead = { infected: false, detected: false };

const reported = (known: KnownFlags, read: FlagsRead, detections: KnownDetections = nothing) =>
  decideFlags(known, read, detections, asOf).reports.map(({ flag, history }) => (history ? `${flag} history` : flag));

describe('decideFlags', () => {
  it.each<[string, KnownFlags, FlagsRead, Partial<KnownDetections>, string[]]>([
    ['nothing when no flag is set', quiet, clear, {}, []],
    ['a detection when its flag turns true', quiet, detected, {}, ['DETECTION']],
    ['no detection when a list showed one 23 hours ago', quiet, detected, { listedAt: ago(23) }, []],
    ['a detection when the last listed one is 25 hours old', quiet, detected, { listedAt: ago(25) }, ['DETECTION']],
    ['no detection again while one explains the flag', { ...quiet, detectedSince: ago(24) }, detected, {}, []],
    [
      'another detection when one cannot explain the flag',
      { ...quiet, detectedSince: ago(26) },
      detected,
      {},
      ['DETECTION'],
    ],
    [
      'none when a later listed one explains it',
      { ...quiet, detectedSince: ago(40) },
      detected,
      { listedAt: ago(3) },
      [],
    ],
    ['an infection', quiet, infected, {}, ['INFECTED']],
    ['an infection alone when both flags turn true', quiet, both, {}, ['INFECTED']],
    ['no infection twice', { ...quiet, infectedSince: ago(90) }, infected, { infectionReported: true }, []],
    ['no infection when a list showed it within a day', quiet, infected, { listedAt: ago(2) }, []],
    [
      'an infection that outlasts what was listed',
      { ...quiet, infectedSince: ago(30) },
      infected,
      { listedAt: ago(30) },
      ['INFECTED'],
    ],
    [
      'a new detection on a machine that was infected before',
      { ...quiet, infectedSince: ago(90) },
      both,
      { infectionReported: true },
      ['DETECTION'],
    ],
    ['a detection before the first look as history', unread, detected, {}, ['DETECTION history']],
    ['an infection at the first look as present', unread, infected, {}, ['INFECTED']],
    ['only the infection when the first look shows both', unread, both, {}, ['INFECTED']],
    ['nothing when the first look shows what is listed', unread, both, { listedAt: ago(1) }, []],
    ['nothing when BD reports no flags', unread, { infected: null, detected: null }, {}, []],
  ])('reports %s', (_, known, read, detections, expected) => {
    expect(reported(known, read, { ...nothing, ...detections })).toEqual(expected);
  });

  it('says since when a device was infected that no longer is', () => {
    const known = { ...quiet, infectedSince: ago(5) };
    expect(decideFlags(known, clear, nothing, asOf).healedSince).toEqual(ago(5));
    expect(decideFlags(known, infected, nothing, asOf).healedSince).toBeNull();
    expect(decideFlags(quiet, clear, nothing, asOf).healedSince).toBeNull();
  });

  it('keeps what it knew when BD leaves a flag out', () => {
    const known = { ...quiet, infectedSince: ago(5), detectedSince: ago(6) };
    const { flags, healedSince } = decideFlags(
      known,
      { infected: null, detected: null },
      { ...nothing, infectionReported: true },
      asOf,
    );
    expect([flags, healedSince]).toEqual([known, null]);
  });
});

describe('a device that is read at any times', () => {
  const readings = fc.array(
    fc.record({
      hoursLater: fc.integer({ min: 1, max: 30 }),
      infected: fc.constantFrom(true, false, null),
      detected: fc.constantFrom(true, false, null),
      listed: fc.boolean(),
    }),
    { minLength: 1, maxLength: 30 },
  );

  it('reports each infection once, no detection twice within 24 hours, and acts on nothing past', () => {
    fc.assert(
      fc.property(readings, (steps) => {
        let flags: KnownFlags = unread;
        let now = asOf.getTime();
        let listedAt: Date | null = null;
        const reports: (FlagReport & { at: number })[] = [];
        for (const step of steps) {
          now += step.hoursLater * hour;
          if (step.listed) listedAt = new Date(now);
          const since = flags.infectedSince?.getTime();
          const infectionReported = reports.some(
            ({ flag, since: of }) => flag === 'INFECTED' && of.getTime() === since,
          );
          const decision = decideFlags(flags, step, { listedAt, infectionReported }, new Date(now));
          flags = decision.flags;
          reports.push(...decision.reports.map((report) => ({ ...report, at: now })));
        }
        const infections = reports.filter(({ flag }) => flag === 'INFECTED').map(({ since }) => since.getTime());
        expect(new Set(infections).size).toBe(infections.length);
        const detections = reports.filter(({ flag }) => flag === 'DETECTION');
        for (const [index, { at }] of detections.entries()) {
          const before = detections[index - 1];
          const cleared = steps.some((_, n) => steps[n]?.detected === false);
          if (before && !cleared) expect(at - before.at).toBeGreaterThan(24 * hour);
        }
        const first = asOf.getTime() + (steps[0]?.hoursLater ?? 0) * hour;
        for (const { flag, at, history } of reports) expect(history).toBe(flag === 'DETECTION' && at === first);
      }),
      { numRuns: 500 },
    );
  });
});
