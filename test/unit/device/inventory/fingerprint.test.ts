import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DeviceEntity } from '../../../../src/database/tables/device.entity.js';
import {
  contentColumns,
  contentHash,
  contentOf,
  contentVersion,
  versionOf,
} from '../../../../src/device/inventory/device-content.js';
import { compareAgainAt, digestOf, isRelied } from '../../../../src/device/inventory/fingerprint.js';
import type { InventoryDevice } from '../../../../src/gravityzone/types.js';

const device: InventoryDevice = {
  id: '63171c4569cad087a809a301',
  companyId: 'north',
  name: 'WEB01',
  fqdn: 'ip-10-0-0-7.internal',
  label: 'Desk 7',
  groupId: 'group',
  macs: ['005056b1ef97'],
  ip: '10.0.0.7',
  operatingSystem: 'Windows 10',
  machineType: 'COMPUTER',
  managed: true,
  managedWithBest: true,
  policy: { id: 'p1', name: 'Standard', applied: true },
  modules: { antimalware: true },
  productOutdated: false,
  isolated: false,
  exchangeServer: false,
  lastScan: { name: 'Quick', at: new Date('2026-03-02T09:00:00Z') },
  riskScore: 10,
  moving: null,
};
const company = { id: 'c1', clientId: 'bakery' };
const monday = new Date('2026-03-02T09:00:00Z');
const mapping = { clientId: 'bakery', mappedAt: monday };

describe('contentOf', () => {
  it('has a column of every stored value of the inventory', () => {
    // What is not of the inventory: keys, the match, and the life of the row.
    const others = /^(tenantId|id|connectionId|contentHash|presence|firstSeenAt|changedAt|match|agentId|twinOf|state)/;
    const stored = Object.keys(DeviceEntity.properties).filter((name) => !others.test(name));
    const snake = stored.map((name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
    expect(contentColumns.map(({ name }) => name).sort()).toEqual(
      snake.filter((name) => !name.startsWith('presence')).sort(),
    );
  });

  it('has another text when any stored value differs', () => {
    const changes: Partial<InventoryDevice>[] = [
      { id: '63171c4569cad087a809a302' },
      { name: 'WEB02' },
      { fqdn: null },
      { label: null },
      { macs: [] },
      { ip: '10.0.0.8' },
      { operatingSystem: 'Windows 11' },
      { machineType: 'OTHER' },
      { managed: false },
      { policy: { id: 'p2', name: 'Standard', applied: true } },
      { policy: { id: 'p1', name: 'Other', applied: true } },
      { policy: { id: 'p1', name: 'Standard', applied: false } },
      { modules: { antimalware: false } },
      { productOutdated: true },
      { isolated: true },
      { exchangeServer: true },
      { lastScan: { name: 'Full', at: monday } },
      { lastScan: { name: 'Quick', at: null } },
      { riskScore: 11 },
    ];
    const hashes = changes.map((change) => contentOf({ ...device, ...change }, company).text);
    const ofOthers = [
      { ...company, id: 'c2' },
      { ...company, clientId: null },
    ].map((each) => contentOf(device, each).text);
    expect(new Set([contentOf(device, company).text, ...hashes, ...ofOthers]).size).toBe(changes.length + 3);
  });

  it('keeps the hash of the release before for a device that has nothing new', () => {
    expect(contentHash(contentOf(device, company))).toBe('ld5VkxPgkCNJP0bipxcSBtNdMpDUvRxdEltZwV6tSJA');
  });

  it('has another version when a column is added, renamed, retyped or removed', () => {
    const lists = [
      [...contentColumns, { name: 'serial', type: 'text' }],
      contentColumns.slice(1),
      contentColumns.map((column) => (column.name === 'ip' ? { ...column, name: 'address' } : column)),
      contentColumns.map((column) => (column.name === 'managed' ? { ...column, type: 'text' } : column)),
    ];
    expect(versionOf(contentColumns)).toBe(contentVersion);
    expect(new Set([contentVersion, ...lists.map(versionOf)]).size).toBe(5);
  });
});

describe('digestOf', () => {
  it('is the same in any order, and another when a row or the mapping differs', () => {
    const digest = digestOf(['a', 'b'], mapping);
    expect(digestOf(['b', 'a'], mapping)).toBe(digest);
    const others = [
      digestOf(['a'], mapping),
      digestOf(['a', 'b', 'c'], mapping),
      digestOf(['a', 'c'], mapping),
      digestOf(['a', 'b'], { ...mapping, clientId: 'butcher' }),
      digestOf(['a', 'b'], { ...mapping, mappedAt: new Date(monday.getTime() + 1) }),
      digestOf(['a', 'b'], { clientId: null, mappedAt: null }),
    ];
    expect(new Set([digest, ...others]).size).toBe(7);
  });
});

describe('the time of a full comparison', () => {
  it('comes within a day, not before three quarters of it, and not for all at once', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (share) => {
        const hours = (compareAgainAt(monday, () => share).getTime() - monday.getTime()) / 3_600_000;
        expect(hours).toBeGreaterThanOrEqual(18);
        expect(hours).toBeLessThanOrEqual(24);
      }),
    );
    const hour = (hours: number) => new Date(monday.getTime() + hours * 3_600_000);
    expect([0, 0.1, 24, 24.1, -1].map((hours) => isRelied(hour(hours), monday))).toEqual([
      false,
      true,
      true,
      false,
      false,
    ]);
  });
});
