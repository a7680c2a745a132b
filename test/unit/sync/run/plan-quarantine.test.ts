import { describe, expect, it } from 'vitest';
import { planQuarantine, trustOf } from '../../../../src/sync/run/plan-quarantine.js';

const now = new Date('2026-03-01T12:00:00Z');
const ago = (hours: number) => new Date(now.getTime() - hours * 3_600_000);

describe('planQuarantine', () => {
  it.each<[string, Date | null, number | null, 'WHOLE' | 'WINDOW']>([
    ['never read', null, null, 'WHOLE'],
    ['to be confirmed, however large', null, 100_000, 'WHOLE'],
    ['what one call serves, at each sync', ago(0.1), 100, 'WHOLE'],
    ['an empty one, at each sync', ago(0.1), 0, 'WHOLE'],
    ['more than one call serves', ago(23.9), 101, 'WINDOW'],
    ['a day later', ago(24), 101, 'WHOLE'],
  ])('%s', (_name, walkedAt, items, plan) => {
    expect(planQuarantine({ walkedAt, items }, now)).toBe(plan);
  });
});

describe('trustOf', () => {
  it.each([
    ['one answer with all it counted', { pages: 1, rows: 3, total: 3, nameless: 0 }, 'COMPLETE'],
    ['several pages, between which rows may move', { pages: 2, rows: 150, total: 150, nameless: 0 }, 'TO_CONFIRM'],
    ['nothing at all', { pages: 1, rows: 0, total: 0, nameless: 0 }, 'TO_CONFIRM'],
    ['less than it counted', { pages: 1, rows: 2, total: 3, nameless: 0 }, 'INCOMPLETE'],
    ['no count', { pages: 1, rows: 2, total: null, nameless: 0 }, 'INCOMPLETE'],
    ['a row that may be any', { pages: 1, rows: 3, total: 3, nameless: 1 }, 'INCOMPLETE'],
  ] as const)('%s', (_name, walk, trust) => {
    expect(trustOf(walk)).toBe(trust);
  });
});
