import { expect, it } from 'vitest';
import { at, median, spread } from '../../bench/size-figures.js';

it('finds the value below which a share of the values are, in any order', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect([at(hundred, 0), at(hundred, 0.5), at(hundred, 0.99), at(hundred, 1)]).toEqual([1, 51, 100, 100]);
  expect([median([]), median([3]), median([9, 1, 5])]).toEqual([0, 3, 5]);
});

it('writes the middle of values with the lowest and the highest', () => {
  expect(spread([2.25, 1, 10], 1)).toBe('2.3 (1.0 to 10.0)');
});
