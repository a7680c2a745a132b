import { describe, expect, it } from 'vitest';
import { planQuarantine } from '../../../../src/sync/stream/plan-quarantine.js';

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
