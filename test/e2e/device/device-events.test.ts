import { randomUUID } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import { type Database } from '../../../src/database/database.js';
import { createDeviceReader } from '../../../src/device/detail/device.reader.js';
import { createDeviceEventReader } from '../../../src/device/detail/device-event.reader.js';
import { openTestDatabase } from '../../support/database.js';
import { agoMilliseconds, day, now, storeMachines, tenantId, well } from '../../support/machines.js';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});

const events = () => createDeviceEventReader(database);

it('returns the newest events of each machine and its twins, per tenant', async () => {
  const [live, twin, other, quiet] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  await storeMachines(database, [
    { ...well, name: 'OVEN', more: { id: live } },
    { ...well, name: 'OVEN', hasAgent: false, more: { id: twin, twinOf: live } },
    { ...well, name: 'TILL', more: { id: other } },
    { ...well, name: 'SAFE', more: { id: quiet } },
  ]);
  const happened = (deviceId: string, kind: string, daysAgo: number, tenant = tenantId) =>
    database.query
      .insertInto('deviceEvent')
      .values({ tenantId: tenant, id: randomUUID(), deviceId, kind, at: agoMilliseconds(daysAgo * day) })
      .execute();
  await happened(twin, 'MISSING', 3);
  await happened(live, 'MANAGED', 1);
  await happened(twin, 'REPLACED', 2);
  await happened(live, 'UNMANAGED', 4);
  await happened(other, 'RETURNED', 5);
  await happened(live, 'MOVED', 0, 'msp-two');
  const eventsOf = async (first: number, ...ids: string[]) =>
    (await events().ofDevices(tenantId, ids, first)).map((list) => list.map(({ kind, deviceId }) => [kind, deviceId]));
  const ofMachine = [
    ['MANAGED', live],
    ['REPLACED', twin],
    ['MISSING', twin],
    ['UNMANAGED', live],
  ];
  expect(await eventsOf(100, quiet, other, live)).toEqual([[], [['RETURNED', other]], ofMachine]);
  expect(await eventsOf(2, live, other)).toEqual([ofMachine.slice(0, 2), [['RETURNED', other]]]);
  // A former device lists the events of its machine, as it does its threats.
  expect(await eventsOf(100, twin)).toEqual([ofMachine]);
  expect(await events().ofDevices('msp-two', [live, twin], 100)).toEqual([[], []]);
});

it('returns the twins of each machine, last changed first, per tenant', async () => {
  const ids = Array.from({ length: 5 }, () => randomUUID());
  const [oven, till, first, second, third] = ids as [string, string, string, string, string];
  const twin = (id: string, twinOf: string, daysAgo: number) => ({
    ...well,
    hasAgent: false,
    more: { id, twinOf, presenceChangedAt: agoMilliseconds(daysAgo * day) },
  });
  await storeMachines(database, [
    { ...well, more: { id: oven } },
    { ...well, more: { id: till } },
    twin(first, oven, 9),
    twin(second, oven, 2),
    twin(third, till, 5),
  ]);
  const reader = createDeviceReader(database, () => now);
  const linked = (await reader.twins(tenantId, [till, first, oven])).map((list) => list.map(({ id }) => id));
  expect(linked).toEqual([[third], [], [second, first]]);
  expect(await reader.twins('msp-two', [till, oven])).toEqual([[], []]);
});
