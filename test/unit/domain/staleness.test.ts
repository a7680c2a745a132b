import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isStale, staleAt } from '../../../src/domain/staleness.js';
import { nextSyncAt } from '../../../src/sync/cadence/cadence.js';

const readAt = new Date('2026-03-18T10:00:00Z');
const after = (minutes: number) => new Date(readAt.getTime() + minutes * 60_000);

describe('staleness', () => {
  it.each([
    ['an active client', true, 33],
    ['a quiet client', false, 120],
  ])('marks data of %s as stale after its limit', (_, active, minutes) => {
    expect(isStale(staleAt(readAt, active), after(minutes - 0.001))).toBe(false);
    expect(isStale(staleAt(readAt, active), after(minutes))).toBe(true);
  });

  it('treats data that were never read as stale', () => {
    expect(isStale(null, readAt)).toBe(true);
  });

  it('is not stale before the next poll, or one failed active poll', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.string(), (active, seed) => {
        const second = nextSyncAt({ now: readAt, readAt, active, failures: 0, restUntil: null, seed }).at;
        expect(isStale(staleAt(readAt, active), second)).toBe(false);
        if (active) expect(isStale(staleAt(readAt, active), new Date(second.getTime() + 22 * 60_000 - 1))).toBe(false);
      }),
    );
  });
});
