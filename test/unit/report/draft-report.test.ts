import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ResponseNumbers } from '../../../src/alert/response/response-times.reader.js';
import { noPromise } from '../../../src/domain/response-promise.js';
import { severities, threatFamilies } from '../../../src/domain/severity.js';
import { draftReport } from '../../../src/report/draft-report.js';
import type { DetectedThreats, ReportFacts } from '../../../src/report/report-facts.js';
import { periodOf } from '../../../src/report/report-period.js';

const now = new Date('2026-03-18T12:00:00Z');
const period = periodOf('MONTH', null, 'UTC', now);
const context = { clientName: 'Bakery', sites: null, now, asOf: now, stale: false };
const step = { reached: 0, p50: null, p95: null, kept: 0, waiting: 0, overdue: 0 };
const noTimes: ResponseNumbers = {
  threats: 0,
  removed: 0,
  steps: { known: step, alert: step, ticket: step, person: step },
};
const quiet: ReportFacts = {
  ...{ detected: [], machines: 0, machinesBefore: 0, mostConcerned: [], listed: [] },
  ...{ coverage: null, coverageBefore: null, responses: noTimes, responsesBefore: noTimes, promise: noPromise },
};
const threats = (given: Partial<DetectedThreats>): DetectedThreats => ({
  ...{ isBefore: false, severity: 3, family: 'TROJAN', status: 'RESOLVED', action: 'BLOCKED', count: 1 },
  ...given,
});
const draft = (facts: Partial<ReportFacts>) => draftReport(period, { ...quiet, ...facts }, context);

describe('a report', () => {
  it('says that nothing was found when nothing was', () => {
    const report = draft({});
    expect(report).toMatchObject({
      ...{ clientName: 'Bakery', period: 'MONTH', name: '2026-02', day: '2026-02-01', isOver: true },
      threats: { sentence: 'No threats were found.', total: 0, byKind: [], unlisted: 0 },
      ...{ actions: [], protection: null },
      response: { sentence: 'No threats were there to be measured.' },
    });
    expect(report.threats.bySeverity.map(({ severity }) => severity)).toEqual(['SERIOUS', 'MODERATE', 'MINOR']);
  });

  it('counts what was found by outcome, severity and kind, beside the period before', () => {
    const { threats: found, actions } = draft({
      machines: 2,
      machinesBefore: 1,
      detected: [
        threats({ severity: 4, family: 'RANSOMWARE', count: 2 }),
        threats({ severity: 2, family: 'WORM', action: 'REPORTED', status: 'UNRESOLVED', count: 3 }),
        threats({ severity: 1, family: 'ADWARE', action: 'REPORTED', status: 'FALSE_POSITIVE' }),
        threats({ severity: 0, family: null, action: 'QUARANTINED', count: 4 }),
        threats({ isBefore: true, action: 'KILLED', count: 12 }),
      ],
    });
    expect(found).toMatchObject({
      sentence:
        '10 threats were found on 2 machines: 6 were stopped, 1 was dealt with, 3 are being dealt with. That is 2 fewer than the month before.',
      ...{ total: 10, stopped: 6, handled: 1, beingHandled: 3, machines: 2, machinesBefore: 1, unlisted: 10 },
      before: { total: 12, stopped: 12, handled: 0, beingHandled: 0 },
      bySeverity: [
        { severity: 'SERIOUS', total: 2 },
        { severity: 'MODERATE', total: 3, beingHandled: 3 },
        { severity: 'MINOR', total: 5, handled: 1, stopped: 4 },
      ],
    });
    expect(found.byKind.map(({ kind, total }) => [kind, total])).toEqual([
      ['OTHER', 4],
      ['VIRUS', 3],
      ['RANSOMWARE', 2],
      ['UNWANTED', 1],
    ]);
    expect(actions).toEqual([
      { kind: 'BLOCKED', count: 2, before: 0, text: '2 threats were blocked' },
      { kind: 'QUARANTINED', count: 4, before: 0, text: '4 threats were moved into quarantine' },
      { kind: 'FALSE_ALARM', count: 1, before: 0, text: '1 threat turned out to be a false alarm' },
    ]);
  });

  it('adds up, whatever was found', () => {
    const any = fc.record({
      isBefore: fc.boolean(),
      severity: fc.nat(severities.length - 1),
      family: fc.constantFrom(...threatFamilies, null),
      status: fc.constantFrom('UNRESOLVED', 'RESOLVED', 'FALSE_POSITIVE' as const),
      action: fc.constantFrom('REPORTED', 'BLOCKED', 'PARTIALLY_BLOCKED', 'QUARANTINED', 'KILLED', 'UNKNOWN' as const),
      count: fc.integer({ min: 1, max: 1_000 }),
    });
    fc.assert(
      fc.property(fc.array(any), (detected) => {
        const { threats: found } = draft({ detected: detected as DetectedThreats[] });
        const sum = (rows: readonly { total: number }[]) => rows.reduce((total, row) => total + row.total, 0);
        expect(found.stopped + found.handled + found.beingHandled).toBe(found.total);
        expect(sum(found.bySeverity)).toBe(found.total);
        expect(sum(found.byKind)).toBe(found.total);
        expect(found.total + found.before.total).toBe(detected.reduce((total, { count }) => total + count, 0));
      }),
    );
  });

  it('says how many machines are protected, and what is wrong with the others', () => {
    const { protection } = draft({
      coverage: {
        ...{ day: '2026-02-28', agents: 8, protectedAgents: 6 },
        // Printers are no machines to protect.
        gaps: {
          NO_AGENT: 1,
          AMBIGUOUS: 1,
          UNPROTECTED: 2,
          UNMANAGED: 3,
          POLICY_NOT_APPLIED: 1,
          POLICY_NOT_EXPECTED: 3,
          NOT_SEEN: 0,
        },
      },
      coverageBefore: { day: '2026-01-31', agents: 9, protectedAgents: 9, gaps: { POLICY_NOT_APPLIED: 2 } },
    });
    expect(protection).toEqual({
      ...{ day: '2026-02-28', machines: 10, protectedMachines: 8, machinesBefore: 9, protectedMachinesBefore: 9 },
      sentence: '8 of 10 machines were protected.',
      problems: [
        { problem: 'UNPROTECTED', machines: 2, before: 0, text: '2 machines are not protected' },
        {
          ...{ problem: 'POLICY_NOT_APPLIED', machines: 3, before: 2 },
          text: '3 machines do not have the settings they should have',
        },
      ],
    });
  });

  it('knows of no period before', () => {
    const coverage = { day: '2026-02-28', agents: 0, protectedAgents: 0, gaps: { NO_AGENT: 1 } };
    expect(draft({ coverage }).protection).toMatchObject({
      ...{ machines: 1, protectedMachines: 1, sentence: 'The one machine was protected.', problems: [] },
      ...{ machinesBefore: null, protectedMachinesBefore: null },
    });
  });

  it('says what was kept of the promise, rounded down', () => {
    const timed = { ...step, reached: 3, p50: 240, p95: 540, kept: 3 };
    const responses = {
      ...{ threats: 3, removed: 0 },
      steps: { known: timed, alert: step, ticket: { ...timed, reached: 200, kept: 199 }, person: timed },
    };
    const promise = { known: 15, alert: null, ticket: 60, person: null };
    expect(draft({ responses, promise }).response).toMatchObject({
      sentence: '100 % were known within the promised 15 minutes, 99 % were given a ticket within the promised 1 hour.',
      known: { p50Seconds: 240, p95Seconds: 540, promisedMinutes: 15, keptShare: 1 },
      person: { promisedMinutes: null, keptShare: null },
    });
    expect(draft({ responses }).response.sentence).toBe(
      '95 % were known within 9 minutes; no response times are promised.',
    );
  });

  it.each([
    [29, '29 %'],
    [57, '57 %'],
    [58, '58 %'],
  ])('calls %i of 100 %s', (kept, share) => {
    const responses = {
      ...{ threats: 100, removed: 0 },
      steps: { known: { ...step, reached: 100, kept }, alert: step, ticket: step, person: step },
    };
    const promise = { known: 15, alert: null, ticket: null, person: null };
    expect(draft({ responses, promise }).response.sentence).toContain(`${share} were known`);
  });

  it('does not say that nothing is promised while nothing that is promised is due', () => {
    const promise = { known: null, alert: null, ticket: 60, person: null };
    const unticketed = { threats: 3, removed: 0, steps: { known: step, alert: step, ticket: step, person: step } };
    expect(draft({ responses: unticketed, promise }).response.sentence).toBe(
      'Nothing that is promised had to be done yet.',
    );
    const known = { ...step, reached: 3, p50: 240, p95: 540, kept: 3 };
    expect(
      draft({ responses: { ...unticketed, steps: { ...unticketed.steps, known } }, promise }).response.sentence,
    ).toBe('95 % were known within 9 minutes; nothing that is promised had to be done yet.');
  });
});
