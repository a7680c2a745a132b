import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AlertDecisionInput,
  type AlertLifecycle,
  type AlertStateName,
  changeBetween,
  decide,
  followThreat,
} from '../../../../src/alert/state/alert-state.js';

const until = new Date('2026-03-18T12:00:00Z');
const open: AlertLifecycle = { state: 'OPEN', takenOverBy: null, assigneeId: 'tim', snoozedUntil: null };
const acknowledged: AlertLifecycle = { ...open, state: 'ACKNOWLEDGED', takenOverBy: 'tom' };
const snoozed: AlertLifecycle = { ...open, state: 'SNOOZED', snoozedUntil: until };
const resolved: AlertLifecycle = { ...open, state: 'RESOLVED' };
const resolvedByTom: AlertLifecycle = { ...resolved, takenOverBy: 'tom' };

describe('an alert follows its threat', () => {
  it.each<[string, AlertLifecycle | null, { unresolved: boolean; changed: boolean }, AlertStateName]>([
    ['new', null, { unresolved: true, changed: false }, 'OPEN'],
    ['new, and closed already', null, { unresolved: false, changed: false }, 'RESOLVED'],
    ['open, reported again', open, { unresolved: true, changed: false }, 'OPEN'],
    ['open, its threat resolved', open, { unresolved: false, changed: true }, 'RESOLVED'],
    ['reopened by a person, its closed threat reported again', open, { unresolved: false, changed: false }, 'OPEN'],
    ['acknowledged, its threat resolved', acknowledged, { unresolved: false, changed: true }, 'ACKNOWLEDGED'],
    ['acknowledged, its threat came back', acknowledged, { unresolved: true, changed: true }, 'ACKNOWLEDGED'],
    ['snoozed, reported again', snoozed, { unresolved: true, changed: false }, 'SNOOZED'],
    ['snoozed, its threat came back', snoozed, { unresolved: true, changed: true }, 'OPEN'],
    ['snoozed, its threat resolved', snoozed, { unresolved: false, changed: true }, 'RESOLVED'],
    ['resolved with its threat, which came back', resolved, { unresolved: true, changed: true }, 'OPEN'],
    ['resolved by a person, reported again', resolvedByTom, { unresolved: true, changed: false }, 'RESOLVED'],
    ['resolved by a person, its threat came back', resolvedByTom, { unresolved: true, changed: true }, 'OPEN'],
    ['resolved by a person, its threat resolved', resolvedByTom, { unresolved: false, changed: true }, 'RESOLVED'],
  ])('%s', (_, before, threat, state) => {
    const after = followThreat(before, threat);
    expect(after.state).toBe(state);
    expect(after.assigneeId).toBe(before?.assigneeId ?? null);
    // Whoever opens it again has let go of it.
    if (state === 'OPEN' && before?.state !== 'OPEN')
      expect(after).toMatchObject({ takenOverBy: null, snoozedUntil: null });
  });
});

describe('a person decides', () => {
  it.each<[AlertDecisionInput, Partial<AlertLifecycle>, AlertLifecycle]>([
    [{ decision: 'ACKNOWLEDGE' }, { state: 'ACKNOWLEDGED', takenOverBy: 'ann' }, open],
    [{ decision: 'ACKNOWLEDGE' }, { state: 'ACKNOWLEDGED', takenOverBy: 'ann', snoozedUntil: null }, snoozed],
    [{ decision: 'SNOOZE', until }, { state: 'SNOOZED', takenOverBy: null, snoozedUntil: until }, acknowledged],
    [{ decision: 'RESOLVE' }, { state: 'RESOLVED', takenOverBy: 'ann', snoozedUntil: null }, snoozed],
    [{ decision: 'REOPEN' }, { state: 'OPEN', takenOverBy: null }, resolvedByTom],
    [{ decision: 'ASSIGN', assigneeId: 'ann' }, { assigneeId: 'ann' }, snoozed],
    [{ decision: 'ASSIGN', assigneeId: null }, { assigneeId: null }, resolved],
  ])('%o', (input, changed, before) => {
    expect(decide(before, input, 'ann')).toEqual({ ...before, ...changed });
  });

  it.each<AlertDecisionInput>([{ decision: 'ACKNOWLEDGE' }, { decision: 'SNOOZE', until }])(
    '%o is refused of what is resolved',
    (input) => {
      expect(decide(resolved, input, 'ann')).toEqual({ refused: expect.stringContaining('It is resolved') });
    },
  );
});

describe('the log', () => {
  it.each<[AlertLifecycle | null, AlertLifecycle, string | null]>([
    [null, open, 'RAISED'],
    [open, open, null],
    [open, acknowledged, 'ACKNOWLEDGED'],
    [acknowledged, { ...acknowledged, takenOverBy: 'ann' }, 'ACKNOWLEDGED'],
    [snoozed, { ...snoozed, snoozedUntil: new Date(0) }, 'SNOOZED'],
    [snoozed, open, 'REOPENED'],
    [open, resolved, 'RESOLVED'],
    [open, { ...open, assigneeId: 'ann' }, 'ASSIGNED'],
  ])('%o to %o', (before, after, kind) => {
    expect(changeBetween(before, after)).toBe(kind);
  });

  it('reports every change, and nothing else', () => {
    const standing = fc.constantFrom(open, acknowledged, snoozed, resolved, resolvedByTom);
    const decision = fc.constantFrom<AlertDecisionInput>(
      { decision: 'ACKNOWLEDGE' },
      { decision: 'SNOOZE', until },
      { decision: 'RESOLVE' },
      { decision: 'REOPEN' },
      { decision: 'ASSIGN', assigneeId: 'ann' },
    );
    fc.assert(
      fc.property(standing, fc.array(decision), (first, decisions) => {
        let alert = first;
        for (const input of decisions) {
          const after = decide(alert, input, 'tom');
          if ('refused' in after) continue;
          expect(changeBetween(alert, after) === null).toBe(JSON.stringify(alert) === JSON.stringify(after));
          expect(after.snoozedUntil !== null).toBe(after.state === 'SNOOZED');
          // Deciding the same again changes nothing.
          expect(decide(after, input, 'tom')).toEqual(after);
          alert = after;
        }
      }),
    );
  });
});
