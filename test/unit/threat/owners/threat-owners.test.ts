import { describe, expect, it } from 'vitest';
import {
  eachClient,
  keyOfOwner,
  ownerCount,
  ownersOf,
  type ThreatOwner,
} from '../../../../src/threat/owners/threat-owners.js';

const client = (clientId: string): ThreatOwner => ({ kind: 'CLIENT', clientId });
const sites = (clientId: string, ...siteIds: string[]): ThreatOwner => ({ kind: 'SITES', clientId, siteIds });

describe('owners that are read together', () => {
  it.each<[string, ThreatOwner[], unknown, number]>([
    ['the tenant', [{ kind: 'TENANT' }], { kind: 'TENANT' }, 1],
    ['clients', [client('b'), client('a')], { kind: 'CLIENTS', clientIds: ['b', 'a'] }, 2],
    ['machines', [{ kind: 'MACHINE', deviceId: 'd' }], { kind: 'MACHINES', deviceIds: ['d'] }, 1],
    ['sites of one client', [sites('a', 'n', 's')], { kind: 'SITES', clientId: 'a', siteIds: ['n', 's'] }, 1],
  ])('are %s', (_what, owners, together, count) => {
    expect(ownersOf(owners)).toEqual(together);
    expect(ownerCount(ownersOf(owners))).toBe(count);
  });

  it.each([
    ['a client and sites of it', [client('a'), sites('a', 'n')]],
    ['sites and a client', [sites('a', 'n'), client('a')]],
    ['two parts of a client', [sites('a', 'n'), sites('a', 's')]],
  ])('are not %s', (_what, owners) => {
    expect(() => ownersOf(owners)).toThrow();
  });
});

it('has a key of its own for each part of a client, so that none gets the answer of another', () => {
  const different = [
    sites('a', 'n'),
    sites('a', 's'),
    sites('a', 'n', 's'),
    sites('b', 'n'),
    sites('a', 'n,s'),
    sites('a'),
  ];
  expect(new Set(different.map(keyOfOwner)).size).toBe(different.length);
});

it('is each client, or the tenant for none', () => {
  expect(eachClient(['a', 'b'])).toEqual([client('a'), client('b')]);
  expect(eachClient(null)).toEqual([{ kind: 'TENANT' }]);
});
