import { afterEach, describe, expect, test } from 'vitest';
import { always, clientOf, closeAll, collect, simulate } from '../../../support/gravityzone.js';

afterEach(closeAll);

describe('on premises', () => {
  test('is found out, and all that exists there is read', async () => {
    const simulator = await simulate({ flavour: 'ON_PREMISES' });
    const { world } = simulator;
    const computer = world.addDevice({ companyId: world.root.id, name: 'PC-1' });
    const virtual = world.addDevice({ companyId: world.root.id, name: 'VM-1', machineType: 2 });
    world.addQuarantineItem({ deviceId: computer.id });
    const client = clientOf(simulator, { trust: { fingerprint: simulator.fingerprint } });
    const pages = await collect(client.inventory({}));
    expect(pages.flatMap(({ devices }) => devices)).toMatchObject([
      { id: computer.id, companyId: 'on-premises' },
      { id: virtual.id, companyId: 'on-premises', machineType: 'VIRTUAL_MACHINE' },
    ]);
    expect((await collect(client.companies()))[0]?.items).toMatchObject([{ id: 'on-premises', name: 'localhost' }]);
    expect(await client.endpointState(virtual.id)).toMatchObject({ id: virtual.id });
    expect(await client.deletedGroup('on-premises')).toBe(world.groups(world.root.id).deleted);
    expect((await collect(client.quarantine({})))[0]?.items).toMatchObject([{ companyId: 'on-premises' }]);
    await expect(collect(client.incidents(always))).rejects.toMatchObject({ code: 'METHOD_NOT_FOUND' });
    expect(client.learnt.flavour).toBe('ON_PREMISES');
    expect(simulator.calls.filter(({ status }) => status === 429)).toEqual([]);
  });
});

describe('dates on premises', () => {
  const now = new Date('2026-01-10T12:00:00Z');
  const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
  const simulateContacts = async (...contacts: number[]) => {
    const simulator = await simulate({ flavour: 'ON_PREMISES', zone: 'Asia/Kolkata', clock: () => now });
    const { world } = simulator;
    const ids = contacts.map(
      (minutes) =>
        world.addDevice({ companyId: world.root.id, name: `PC-${minutes}`, lastSeenAt: minutesAgo(minutes) }).id,
    );
    return { simulator, world, ids, client: clientOf(simulator, { clock: () => now }) };
  };

  test('are calibrated by the freshest of the machines that are online', async () => {
    const { ids, client, world, simulator } = await simulateContacts(600, 4, 90);
    world.addUnmanaged(world.root.id, 'PRINTER');
    expect(await client.endpointState(ids[0] ?? '')).toMatchObject({ lastSeenAt: minutesAgo(600) });
    expect(client.learnt.naiveOffsetMinutes).toBe(330);
    const again = clientOf(simulator, { clock: () => now, flavour: 'ON_PREMISES', naiveOffsetMinutes: 330 });
    simulator.calls.length = 0;
    expect(await again.endpointState(ids[1] ?? '')).toMatchObject({ lastSeenAt: minutesAgo(4) });
    expect(simulator.calls).toHaveLength(1);
  });

  test('are taken as UTC while nobody is online', async () => {
    const { ids, client, world } = await simulateContacts(400);
    world.device(ids[0] ?? '').state = 2;
    expect(await client.endpointState(ids[0] ?? '')).toMatchObject({ online: 'OFFLINE' });
    expect(client.learnt.naiveOffsetMinutes).toBeNull();
  });

  test('are corrected when a machine with a fresher contact is seen', async () => {
    const { ids, client, world } = await simulateContacts(180, 200);
    const server = world.addDevice({ companyId: world.root.id, name: 'VM', machineType: 2, lastSeenAt: minutesAgo(1) });
    await client.endpointState(ids[0] ?? '');
    // 150 would fit better, but no zone has it.
    expect(client.learnt.naiveOffsetMinutes).toBe(180);
    expect(await client.endpointState(server.id)).toMatchObject({ lastSeenAt: minutesAgo(1) });
    expect(client.learnt.naiveOffsetMinutes).toBe(330);
    expect(await client.endpointState(ids[1] ?? '')).toMatchObject({ lastSeenAt: minutesAgo(200) });
  });
});
