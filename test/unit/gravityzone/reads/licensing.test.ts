import { afterEach, describe, expect, test } from 'vitest';
import { clientOf, closeAll, simulate } from '../../../support/gravityzone.js';

afterEach(closeAll);

const settings = { flavour: 'CLOUD', naiveOffsetMinutes: 120 } as const;
const november = new Date('2026-11-10T12:00:00Z');

async function answering(result: unknown) {
  const simulator = await simulate();
  simulator.handler = () => ({ httpStatus: 200, body: { jsonrpc: '2.0', result } as Record<string, unknown> });
  return clientOf(simulator, settings);
}

describe('getMonthlyUsage', () => {
  test.each([
    [{ endpointMonthlyUsage: 12, edrMonthlyUsage: 3 }, 12],
    [{ endpointMonthlyUsage: '12' }, 12],
    [{ endpointMonthlyUsage: 0 }, 0],
    [{ usages: [{ productType: 0, endpointMonthlyUsage: 10 }, { productType: 5, endpointMonthlyUsage: 2 }, null] }, 12],
    [[{ endpointMonthlyUsage: 4 }], 4],
  ])('reads %j', async (result, expected) => {
    expect(await (await answering(result)).monthlyUsage({ companyId: 'c', month: '2026-11' })).toBe(expected);
  });

  test.each([
    [null],
    [{}],
    [[]],
    ['12'],
    [{ endpointMonthlyUsage: -1 }],
    [{ endpointMonthlyUsage: null }],
    [{ usages: [] }],
  ])('does not take %j for no seats', async (result) => {
    const client = await answering(result);
    await expect(client.monthlyUsage({ companyId: 'c', month: '2026-11' })).rejects.toMatchObject({
      code: 'MALFORMED_ANSWER',
    });
  });

  test('counts as GravityZone does: with companies below, what was deleted, and duplicates twice', async () => {
    let now = november;
    const simulator = await simulate({ clock: () => now });
    const { world } = simulator;
    const partner = world.addCompany('Partner', { kind: 'PARTNER' });
    const child = world.addCompany('Child', { parentId: world.addFolder('North', partner.id).id });
    const oven = world.addDevice({ companyId: child.id, name: 'OVEN', at: new Date('2026-09-01T00:00:00Z') });
    world.addDuplicate(oven.id);
    world.addUnmanaged(child.id, 'printer');
    const till = world.addDevice({ companyId: partner.id, name: 'TILL' });
    world.deleteDevice(till.id);
    const client = clientOf(simulator, settings);
    const of = (companyId: string, month: string) => client.monthlyUsage({ companyId, month });
    expect([await of(partner.id, '2026-11'), await of(child.id, '2026-11')]).toEqual([3, 2]);
    expect([await of(partner.id, '2026-10'), await of(partner.id, '2026-08')]).toEqual([1, 0]);
    now = new Date('2026-12-05T00:00:00Z');
    expect([await of(partner.id, '2026-12'), await of(partner.id, '2026-11')]).toEqual([2, 3]);
    expect(simulator.calls.map(({ params }) => params.targetMonth)).toContain('11/2026');
  });
});

describe('getLicenseInfo', () => {
  test.each(['OBJECT', 'ARRAY'] as const)('reads the form %s, its null slots and its naive date', async (shape) => {
    const simulator = await simulate({ zone: 'Europe/Bucharest' });
    const { world } = simulator;
    world.licenceShape = shape;
    const company = world.addCompany('Customer');
    world.addDevice({ companyId: company.id, name: 'TILL' });
    const client = clientOf(simulator, settings);
    expect(await client.licence(company.id)).toEqual({
      ...{ usedSlots: 1, totalSlots: null, subscriptionType: 3, expiresAt: null },
    });
    const expiresAt = new Date('2030-01-31T22:00:00Z');
    world.licenseCompany(company.id, { subscriptionType: 2, totalSlots: 25, expiresAt });
    expect(await client.licence(company.id)).toEqual({ usedSlots: 1, totalSlots: 25, subscriptionType: 2, expiresAt });
  });

  test.each([
    [{ usedSlots: 'many', totalSlots: {}, subscriptionType: null, expiryDate: 'never' }],
    [[{ isAddon: true, usedSlots: 9 }, { isAddon: false }]],
    [{ expiryDate: '0001-01-01T00:00:00' }],
  ])('keeps what it can of %j', async (result) => {
    expect(await (await answering(result)).licence('c')).toEqual({
      ...{ usedSlots: null, totalSlots: null, subscriptionType: null, expiresAt: null },
    });
  });

  test.each([[null], [[]], ['licence'], [[{ isAddon: true, usedSlots: 3 }]], [[null, [1]]]])(
    'refuses %j',
    async (result) => {
      await expect((await answering(result)).licence('c')).rejects.toMatchObject({ code: 'MALFORMED_ANSWER' });
    },
  );

  test('is not offered to the key of a customer', async () => {
    const simulator = await simulate();
    const { id } = simulator.world.addCompany('Customer');
    const client = clientOf(simulator, { ...settings, apiKey: simulator.addKey({ companyId: id }) });
    await expect(client.licence(id)).rejects.toMatchObject({ code: 'METHOD_NOT_FOUND' });
    await expect(client.monthlyUsage({ companyId: id, month: '2026-11' })).rejects.toMatchObject({
      code: 'METHOD_NOT_FOUND',
    });
  });
});
