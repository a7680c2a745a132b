import { expect, it } from 'vitest';
import { presentAction, storedActions } from '../../../src/audit/former-actions.js';

it.each([
  ['an action of today', 'KEY_ROTATED', 'KEY_ROTATED'],
  ['one of a former release', 'CONNECTION_ENDED', 'INTEGRATION_ENDED'],
  ['one that nobody knows', 'constructor', 'constructor'],
])('gives the present name of %s', (_, stored, present) => {
  expect(presentAction(stored)).toBe(present);
});

it.each([
  [['KEY_ROTATED'], ['KEY_ROTATED']],
  [['INTEGRATION_ENDED'], ['INTEGRATION_ENDED', 'CONNECTION_ENDED']],
  [
    ['CONNECTION_ENDED', 'INTEGRATION_ENDED'],
    ['INTEGRATION_ENDED', 'CONNECTION_ENDED'],
  ],
  [[], []],
])('looks for %j under every name', (actions, stored) => {
  expect(storedActions(actions)).toEqual(stored);
});
