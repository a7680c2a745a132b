import { describe, expect, it } from 'vitest';
import {
  hiddenAfterMerge,
  hiddenAfterReturn,
  scopeAfterMerge,
  scopeDuringMerge,
} from '../../../../src/client/merge/rename-in-settings.js';
import type { RuleScope } from '../../../../src/domain/alert-rule.js';

const only = (...clientIds: string[]): RuleScope => ({ kind: 'ONLY', clientIds });
const allBut = (...clientIds: string[]): RuleScope => ({ kind: 'ALL_BUT', clientIds });
const at = (...siteIds: string[]) => ({ ...only('a'), siteIds });
const all: RuleScope = { kind: 'ALL', clientIds: [] };

describe('the scope of a rule when a is merged into b', () => {
  it.each<[RuleScope, RuleScope, RuleScope]>([
    [all, all, all],
    [only('a'), only('a', 'b'), only('b')],
    [only('a', 'c'), only('a', 'c', 'b'), only('c', 'b')],
    [only('a', 'b'), only('a', 'b'), only('b')],
    [only('b'), only('b'), only('b')],
    // Sites go with the agents: what was for some of a is not for all of b.
    [at('s'), { ...only('a', 'b'), siteIds: ['s'] }, { ...only('b'), siteIds: ['s'] }],
    // Nothing of b that acted before is silenced.
    [allBut('a'), allBut('a'), all],
    [allBut('a', 'c'), allBut('a', 'c'), allBut('c')],
    [allBut('a', 'b'), allBut('a', 'b'), allBut('b')],
    [allBut('b'), allBut('b'), allBut('b')],
  ])('%j is %j meanwhile, and %j afterwards', (scope, during, after) => {
    expect(scopeDuringMerge(scope, 'a', 'b')).toEqual(during);
    expect(scopeAfterMerge(scope, 'a', 'b')).toEqual(after);
    expect(scopeAfterMerge(during, 'a', 'b')).toEqual(after);
    // Repeated, nothing changes, so that nothing is written.
    const again = scopeAfterMerge(scope, 'a', 'b');
    expect(scopeAfterMerge(again, 'a', 'b')).toBe(again);
    const begun = scopeDuringMerge(scope, 'a', 'b');
    expect(scopeDuringMerge(begun, 'a', 'b')).toBe(begun);
  });
});

it.each([
  [['a'], ['b']],
  [['a', 'b'], ['b']],
  [
    ['c', 'a'],
    ['c', 'b'],
  ],
  [['b'], ['b']],
  [[], []],
])('of the clients without a portal, %j are %j after a merge of a into b', (before, after) => {
  expect(hiddenAfterMerge(before, 'a', 'b')).toEqual(after);
});

it.each([
  [['b'], ['b', 'a']],
  [
    ['a', 'b'],
    ['a', 'b'],
  ],
  [['a'], ['a']],
  [['c'], ['c']],
  [[], []],
])('of the clients without a portal, %j are %j once a merge of a into b was taken back', (before, after) => {
  expect(hiddenAfterReturn(before, 'a', 'b')).toEqual(after);
});
