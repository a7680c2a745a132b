import { describe, expect, it } from 'vitest';
import { shownMonths, wholePercent } from '../../../demo/console/parts/response.js';
import { isLate, type ResponseStep } from '../../../demo/console/screens/clients/response-steps.js';

const step = (known: Partial<ResponseStep>): ResponseStep => ({
  reached: 0,
  p50Seconds: null,
  p95Seconds: null,
  waiting: 0,
  kept: null,
  overdue: null,
  keptShare: null,
  ...known,
});

describe('a step of a month', () => {
  it.each<[string, Partial<ResponseStep>, boolean]>([
    ['without a promise', { reached: 3, waiting: 9 }, false],
    ['without a threat', { kept: 0, overdue: 0 }, false],
    ['always in time', { reached: 3, kept: 3, overdue: 0 }, false],
    ['once too late', { reached: 3, kept: 2, overdue: 0 }, true],
    ['once still waiting for too long', { reached: 3, kept: 3, overdue: 1 }, true],
    ['of which nothing was reached', { reached: 0, kept: 0, overdue: 2 }, true],
  ])('%s is late (%j): %s', (_what, known, expected) => {
    expect(isLate(step(known))).toBe(expected);
  });

  it('is 100 % only where every promise was kept', () => {
    expect([1, 0.999, 0.29, 0.005, 0].map(wholePercent)).toEqual([1, 0.99, 0.29, 0, 0]);
  });
});

it('months before the first threat are left out, those between threats are not', () => {
  const of = (...threats: number[]) =>
    threats.map((count, place) => ({ month: `2026-0${9 - place}`, threats: count, removed: 0 }));
  const shown = (...threats: number[]) => shownMonths(of(...threats)).map(({ threats: count }) => count);
  expect(shown(0, 3, 0, 1, 0, 0)).toEqual([0, 3, 0, 1]);
  expect(shown(0, 0)).toEqual([]);
  expect(shownMonths([{ threats: 0, removed: 2 }])).toHaveLength(1);
});
