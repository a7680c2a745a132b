import { expect, it } from 'vitest';
import { compareAgainAt, digestOf } from '../../../../src/device/inventory/fingerprint.js';
import { createKnownDevices } from '../../../../src/device/inventory/known-devices.js';

const now = new Date('2026-03-02T09:00:00Z');
const north = { id: 'north', clientId: 'bakery', mappedAt: now };
const compareAt = compareAgainAt(now);
const parts = [digestOf(['a', 'b'], north), digestOf(['c'], north)];

/** A walk of a company of which three devices on two pages are stored, unless something else is. */
function walk(stored: { present?: number; devices?: number; compareAt?: Date; parts?: string[] } = {}) {
  const { present = 3, ...fingerprint } = stored;
  const known = { companyId: 'north', present, fingerprint: { parts, devices: 3, compareAt, ...fingerprint } };
  return createKnownDevices(new Map([['north', known]]), now);
}

it('knows the same parts in any order, and that nothing can be gone', () => {
  const known = walk();
  expect(known.isStored(north, ['c'])).toBe(true);
  expect(known.isWhole(north)).toBe(false);
  expect(known.isStored(north, ['b', 'a'])).toBe(true);
  expect(known.isWhole(north)).toBe(true);
  expect(known.fingerprint(north)).toEqual({ parts: [parts[1], parts[0]], compareAt });
});

it.each<[string, string[][], boolean[]]>([
  ['a device is missing', [['a', 'b']], [true]],
  ['a device is missing from a page', [['a'], ['c']], [false, true]],
  [
    'a device is new',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
    [true, false],
  ],
  ['a device has changed', [['a', 'B'], ['c']], [false, true]],
  ['devices are on other pages', [['a'], ['b', 'c']], [false, false]],
  ['none is shown', [], []],
])('compares what it does not know when %s', (_, pages, stored) => {
  const known = walk();
  expect(pages.map((page) => known.isStored(north, page))).toEqual(stored);
  expect(known.isWhole(north)).toBe(false);
});

it.each([
  ['another number of devices is stored', { present: 2 }],
  ['everything is to be compared', { compareAt: now }],
  ['it was made by a clock that was wrong', { compareAt: new Date(now.getTime() + 25 * 3_600_000) }],
])('does not rely on a fingerprint when %s', (_, stored) => {
  const known = walk(stored);
  expect(known.isStored(north, ['a', 'b'])).toBe(false);
  expect(known.isWhole(north)).toBe(false);
  const written = known.fingerprint(north);
  expect(written?.parts).toEqual([parts[0]]);
  expect(written?.compareAt.getTime()).toBeGreaterThan(now.getTime() + 17 * 3_600_000);
});

it('writes nothing of a company that was mapped during the walk, or not shown', () => {
  const known = walk();
  expect(known.fingerprint(north)).toBeNull();
  known.isStored(north, ['a', 'b']);
  expect(known.fingerprint({ ...north, mappedAt: new Date(now.getTime() + 1) })).toBeNull();
  expect(known.isStored({ ...north, mappedAt: new Date(now.getTime() + 1) }, ['c'])).toBe(false);
});

it('expects nothing of a company without devices', () => {
  const known = createKnownDevices(new Map([['north', { companyId: 'north', present: 0, fingerprint: null }]]), now);
  expect(known.isWhole(north)).toBe(true);
  expect(known.isStored(north, ['a'])).toBe(false);
  expect(known.isWhole(north)).toBe(false);
});
