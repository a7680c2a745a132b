import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { degradations, degradationTexts } from '../../../src/alert/degradation/degradations.js';
import {
  degradationSubject,
  degradationText,
  followDegradation,
} from '../../../src/alert/degradation/follow-degradation.js';

const now = new Date('2026-03-18T10:15:00Z');
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
const standing = {
  state: 'OPEN',
  takenOverBy: null,
  assigneeId: 'tom',
  snoozedUntil: null,
  raisedAt: hoursAgo(30),
  heldInVain: false,
} as const;

describe('followDegradation', () => {
  it.each([
    ['stands while it lasts', standing, true, { state: 'OPEN' }, false],
    [
      'stays with whom it is',
      { ...standing, state: 'ACKNOWLEDGED', takenOverBy: 'tom' },
      true,
      { state: 'ACKNOWLEDGED' },
      false,
    ],
    ['stays put aside', { ...standing, state: 'SNOOZED' }, true, { state: 'SNOOZED' }, false],
    ['is resolved when it heals', standing, false, { state: 'RESOLVED' }, false],
    [
      'is resolved also of a person',
      { ...standing, state: 'ACKNOWLEDGED', takenOverBy: 'tom' },
      false,
      { state: 'RESOLVED', takenOverBy: null },
      false,
    ],
    ['reopens and asks after a day', { ...standing, state: 'RESOLVED' }, true, { state: 'OPEN' }, true],
    [
      'reopens without asking within a day',
      { ...standing, state: 'RESOLVED', raisedAt: hoursAgo(23) },
      true,
      { state: 'OPEN' },
      false,
    ],
    [
      'reopens and asks within a day where a window held it until it had healed',
      { ...standing, state: 'RESOLVED', raisedAt: hoursAgo(3), heldInVain: true },
      true,
      { state: 'OPEN' },
      true,
    ],
    [
      'stays resolved by a person',
      { ...standing, state: 'RESOLVED', takenOverBy: 'tom' },
      true,
      { state: 'RESOLVED', takenOverBy: 'tom' },
      false,
    ],
    [
      'follows again once healed',
      { ...standing, state: 'RESOLVED', takenOverBy: 'tom' },
      false,
      { state: 'RESOLVED', takenOverBy: null },
      false,
    ],
  ] as const)('%s', (_what, before, degraded, after, acts) => {
    const followed = followDegradation(before, degraded, now);
    expect(followed.after).toMatchObject(after);
    expect(followed.acts).toBe(acts);
    expect(followed.after.assigneeId).toBe('tom');
  });

  it('asks at most once a day, however often machines degrade and heal', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 40 })), { maxLength: 60 }), (looks) => {
        let alert: Parameters<typeof followDegradation>[0] = { ...standing, raisedAt: now };
        let asked = now;
        let at = now;
        for (const [degraded, hours] of looks) {
          at = new Date(at.getTime() + hours * 3_600_000);
          const { after, acts } = followDegradation(alert, degraded, at);
          expect(after.state).toBe(degraded ? 'OPEN' : 'RESOLVED');
          if (acts) {
            expect(at.getTime() - asked.getTime()).toBeGreaterThanOrEqual(24 * 3_600_000);
            asked = at;
          }
          alert = { ...after, raisedAt: asked, heldInVain: false };
        }
      }),
    );
  });
});

describe('the text of degraded protection', () => {
  const found = { clientId: 'client-7', cause: 'NOT_SEEN', count: 12, names: ['A', 'B'] } as const;

  it('names the first ones, counts the rest, and says what to do', () => {
    expect(degradationText({ ...found, names: [...found.names] })).toEqual({
      title: 'No contact to Bitdefender: 12 machines',
      detail: 'A, B and 10 more. Find out whether these machines are still in use, and whether they reach GravityZone.',
    });
    expect(degradationText({ ...found, count: 1, names: ['A'] }).title).toBe('No contact to Bitdefender: 1 machine');
  });

  it('counts companies where licences end', () => {
    const ending = {
      ...found,
      cause: 'LICENCE_ENDING',
      names: ['A (ends 2026-03-20)', 'B (ended 2026-03-01)'],
    } as const;
    expect(degradationText({ ...ending, names: [...ending.names] })).toEqual({
      title: 'Bitdefender licence ending or ended: 12 companies',
      detail:
        'A (ends 2026-03-20), B (ended 2026-03-01) and 10 more. Renew the licence of these companies in GravityZone.',
    });
    expect(degradationText({ ...ending, count: 1, names: ['A'] }).title).toMatch(/: 1 company$/);
  });

  it('exists for every cause, and each client and cause has a subject of its own', () => {
    expect(Object.keys(degradationTexts).toSorted()).toEqual([...degradations].toSorted());
    const subjects = degradations.flatMap((cause) =>
      ['one', 'one:two', ''].map((clientId) => degradationSubject({ clientId, cause })),
    );
    expect(new Set(subjects).size).toBe(subjects.length);
  });
});
