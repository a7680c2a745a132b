import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planInventory } from '../../../../src/sync/run/plan.js';

describe('planInventory', () => {
  it.each([
    ['a small tree', [10, 20], 50, 'TREE', 1, 'The whole tree: 1 call; 2 due companies one by one: 2 calls.'],
    ['a tie', [900], 901, 'TREE', 1, 'The whole tree: 1 call; 1 due company one by one: 1 call.'],
    ['one of many', [900], 9_000, 'COMPANIES', 1, '1 due company one by one: 1 call; the whole tree: 9 calls.'],
    [
      'a company of two pages',
      [1_001],
      9_000,
      'COMPANIES',
      2,
      '1 due company one by one: 2 calls; the whole tree: 9 calls.',
    ],
    [
      'a full page is one',
      [1_000],
      2_000,
      'COMPANIES',
      1,
      '1 due company one by one: 1 call; the whole tree: 2 calls.',
    ],
    ['an empty company', [0, 0], 1_001, 'TREE', 2, 'The whole tree: 2 calls; 2 due companies one by one: 2 calls.'],
    ['an empty tree', [5], 0, 'TREE', 1, 'The whole tree: 1 call; 1 due company one by one: 1 call.'],
  ])('%s', (_, deviceCounts, treeCount, scope, calls, reason) => {
    expect(planInventory({ pageSize: 1_000, deviceCounts, treeCount })).toEqual({ scope, calls, reason });
  });

  it('walks the whole tree when that is due, whatever it costs', () => {
    const given = { pageSize: 1_000, deviceCounts: [900], treeCount: 9_000, treeDue: true };
    expect(planInventory(given)).toMatchObject({ scope: 'TREE', calls: 9 });
  });

  it('chooses the walk with fewer calls, and the tree on a tie', () => {
    const count = fc.nat(20_000);
    fc.assert(
      fc.property(fc.constantFrom(100, 1_000), fc.array(count), count, (pageSize, deviceCounts, treeCount) => {
        const { scope, calls } = planInventory({ pageSize, deviceCounts, treeCount });
        const pages = (rows: number) => (rows === 0 ? 1 : Math.ceil(rows / pageSize));
        const [tree, apart] = [pages(treeCount), deviceCounts.map(pages).reduce((sum, some) => sum + some, 0)];
        expect(calls).toBe(Math.min(tree, apart));
        expect(scope).toBe(apart < tree ? 'COMPANIES' : 'TREE');
      }),
    );
  });
});
