import { expect, it } from 'vitest';
import {
  companiesShownWhole,
  type InventoryEvidence,
  isItemGone,
  showsEveryCompany,
  trustOf,
} from '../../../../src/sync/stream/gone.js';

const companies = [
  { bdId: 'bakery', due: true },
  { bdId: 'garage', due: true },
  { bdId: 'not due', due: false },
];
const shown = (evidence: Partial<InventoryEvidence>): InventoryEvidence => ({
  scope: 'COMPANIES',
  complete: true,
  withDevices: new Set(['bakery', 'garage', 'not due']),
  failed: new Set<string>(),
  ...evidence,
});

it.each<[string, Partial<InventoryEvidence>, string[]]>([
  ['marks devices of each walked company', {}, ['bakery', 'garage']],
  ['marks nothing when rows were not shown', { complete: false }, []],
  ['leaves out a company that showed no device', { withDevices: new Set(['bakery']) }, ['bakery']],
  ['leaves out a company whose walk failed', { failed: new Set(['bakery']) }, ['garage']],
  [
    'marks devices of every company when the tree was walked',
    { scope: 'TREE', withDevices: new Set([undefined]) },
    ['bakery', 'garage', 'not due'],
  ],
  ['marks nothing when the tree showed no device', { scope: 'TREE', withDevices: new Set() }, []],
  [
    'marks nothing when the tree was not shown whole',
    { scope: 'TREE', withDevices: new Set([undefined]), complete: false },
    [],
  ],
])('inventory: %s', (_name, evidence, expected) => {
  expect(companiesShownWhole(companies, shown(evidence)).map(({ bdId }) => bdId)).toEqual(expected);
});

it.each([
  ['TREE', true, true],
  ['TREE', false, false],
  ['COMPANIES', true, false],
] as const)('decides on vanished companies when scope is %s and complete is %s', (scope, complete, expected) => {
  expect(showsEveryCompany({ scope, complete })).toBe(expected);
});

it.each([
  ['trusts one answer with all the rows it counted', { pages: 1, rows: 3, total: 3, nameless: 0 }, 'COMPLETE'],
  [
    'confirms several pages, between which rows may move',
    { pages: 2, rows: 150, total: 150, nameless: 0 },
    'TO_CONFIRM',
  ],
  ['confirms an empty answer', { pages: 1, rows: 0, total: 0, nameless: 0 }, 'TO_CONFIRM'],
  ['trusts nothing with fewer rows than counted', { pages: 1, rows: 2, total: 3, nameless: 0 }, 'INCOMPLETE'],
  ['trusts nothing without a count', { pages: 1, rows: 2, total: null, nameless: 0 }, 'INCOMPLETE'],
  ['trusts nothing with a row without an id', { pages: 1, rows: 3, total: 3, nameless: 1 }, 'INCOMPLETE'],
] as const)('quarantine: %s', (_name, walk, trust) => {
  expect(trustOf(walk)).toBe(trust);
});

it.each([
  ['COMPLETE', 'OPEN', true],
  ['COMPLETE', 'MISSED', true],
  ['TO_CONFIRM', 'OPEN', false],
  ['TO_CONFIRM', 'MISSED', true],
] as const)('decides on a missing item when the read is %s and its state %s', (trust, state, expected) => {
  expect(isItemGone(trust, state)).toBe(expected);
});
