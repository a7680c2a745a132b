import { expect, test } from 'vitest';
import { ownCompanyIdOf } from '../../../../src/gravityzone/rows/own-company.js';

const row = (id: string, parentId: string | null) => ({ id, parentId });

test.each([
  ['the parent of the topmost companies', [row('a', 'own'), row('b', 'own'), row('c', 'a')], ['c'], 'own'],
  ['the parent of the topmost folder', [row('folder', 'own'), row('a', 'folder')], [], 'own'],
  ['the company of the devices where nothing is below it', [], ['own', 'own', null], 'own'],
  ['the parent, also where devices are of a company not listed', [row('a', 'own')], ['elsewhere'], 'own'],
  ['not known when there are two roots', [row('a', 'own'), row('b', 'other')], [], null],
  ['not known when devices are of several companies', [], ['a', 'b'], null],
  ['not known when nothing is shown', [], [], null],
])('the own company is %s', (_, rows, deviceCompanyIds, own) => {
  expect(ownCompanyIdOf(rows, deviceCompanyIds)).toBe(own);
});
