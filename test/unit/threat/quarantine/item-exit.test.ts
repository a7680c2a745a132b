import { expect, it } from 'vitest';
import { itemExit } from '../../../../src/threat/quarantine/item-exit.js';

it.each([
  ['1', 'REMOVED'],
  ['2', 'RESTORED'],
  ['0', 'UNKNOWN'],
  ['3', 'UNKNOWN'],
  ['4', 'UNKNOWN'],
  ['16', 'UNKNOWN'],
  ['NONE', 'UNKNOWN'],
  [null, 'UNKNOWN'],
])('decides how an item left whose last action was %s', (action, exit) => {
  expect(itemExit(action)).toBe(exit);
});
