import { expect, it } from 'vitest';
import { eachOnce } from '../../chaos/invariants.js';

it.each([
  [['a', 'b'], ['b', 'a'], []],
  [['a', 'b'], ['a'], ['lost: threat b']],
  [['a'], ['a', 'a', 'a'], ['doubled: threat a, 3 times']],
  [[], ['c'], ['invented: threat c']],
])('of %j wanted and %j found reports %j', (wanted, found, problems) => {
  expect(eachOnce('threat', wanted, found)).toEqual(problems);
});
