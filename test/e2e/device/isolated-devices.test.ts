import { beforeAll, expect, it } from 'vitest';
import type { DeviceModel } from '../../../demo/gravityzone/world.js';
import { type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { addBakery, connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';

let environment: TestEnvironment;
let clientId: string;
let oven: DeviceModel;

const list = `query ($isolated: Boolean) { bitdefenderDevices(filter: { isolated: $isolated }) { edges { node { name device {
  isIsolated health healthReasons { code } events(first: 5) { kind } state { productVersion engineVersion } } } } } }`;

interface Shown {
  name: string;
  device: {
    isIsolated: boolean | null;
    health: string;
    healthReasons: { code: string }[];
    events: { kind: string }[];
    state: { productVersion: string; engineVersion: string };
  };
}

async function listed(isolated: boolean | null): Promise<Shown[]> {
  const { bitdefenderDevices } = await environment.data<{ bitdefenderDevices: { edges: { node: Shown }[] } }>(
    technician,
    list,
    { isolated },
  );
  return bitdefenderDevices.edges.map(({ node }) => node);
}

beforeAll(async () => {
  environment = await testEnvironment();
  const bakery = addBakery(environment);
  clientId = bakery.clientId;
  oven = environment.gravityZone.world.device(bakery.deviceId);
  environment.gravityZone.world.addDevice({ companyId: bakery.companyId, name: 'TILL-01' });
  await connectSimulator(environment);
  await mapByBdId(environment, { [bakery.companyId]: clientId });
  await syncNow(environment, clientId);
});

it('shows no isolation where Bitdefender reports none', async () => {
  expect(await listed(null)).toMatchObject([
    { name: 'OVEN-01', device: { isIsolated: null, health: 'HEALTHY' } },
    { name: 'TILL-01', device: { isIsolated: null } },
  ]);
  expect(await listed(true)).toEqual([]);
  expect(await listed(false)).toHaveLength(2);
});

it('shows an isolated device, as a reason for its health and in its events', async () => {
  oven.isolated = true;
  await syncNow(environment, clientId);
  const isolated = await listed(true);
  expect(isolated).toMatchObject([
    { name: 'OVEN-01', device: { isIsolated: true, health: 'ATTENTION', healthReasons: [{ code: 'ISOLATED' }] } },
  ]);
  expect(isolated[0]?.device.events).toMatchObject([{ kind: 'ISOLATED' }]);
  expect((await listed(false)).map(({ name }) => name)).toEqual(['TILL-01']);
});

it('shows its release, and again nothing once Bitdefender reports none', async () => {
  oven.isolated = false;
  await syncNow(environment, clientId);
  expect((await listed(null))[0]?.device).toMatchObject({
    ...{ isIsolated: false, health: 'HEALTHY', healthReasons: [] },
    events: [{ kind: 'RELEASED' }, { kind: 'ISOLATED' }],
  });
  expect(await listed(true)).toEqual([]);
});

it('shows the versions of product and signatures as given', async () => {
  expect((await listed(null))[0]?.device.state).toEqual({ productVersion: '7.9.29.589', engineVersion: '7.99984' });
});
