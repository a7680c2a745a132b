import { expect, it } from 'vitest';
import { technician, testEnvironment } from '../../support/environment.js';
import { connectSimulator, mapByBdId, type RunAnswer, syncNow } from '../../support/msp.js';

const inventoryOf = (run: RunAnswer) => run.streams.find(({ stream }) => stream === 'INVENTORY');

it.each(['CLOUD', 'ON_PREMISES'] as const)('shows a device deleted in Bitdefender (%s) as missing', async (flavour) => {
  const environment = await testEnvironment({ simulator: { limits: 'off', flavour } });
  const { world, calls, faults } = environment.gravityZone;
  const company = flavour === 'CLOUD' ? world.addCompany('Bakery') : world.root;
  const [oven, till] = ['OVEN-01', 'TILL-01'].map((name) => world.addDevice({ companyId: company.id, name }).id);
  const early = world.addDevice({ companyId: company.id, name: 'GONE-01' });
  world.deleteDevice(early.id);
  const clientId = environment.core.world('msp-one').addClient({ name: 'The Bakery' }).id;
  await connectSimulator(environment);
  await mapByBdId(environment, { [flavour === 'CLOUD' ? company.id : 'on-premises']: clientId });

  const listed = async () => {
    const { bitdefenderDevices } = await environment.data<{
      bitdefenderDevices: { edges: { node: { name: string; device: { presence: string } } }[] };
    }>(technician, '{ bitdefenderDevices { edges { node { name device { presence } } } } }');
    return Object.fromEntries(bitdefenderDevices.edges.map(({ node }) => [node.name, node.device.presence]));
  };
  const asked = () => calls.filter(({ method }) => method === 'getCustomGroupsList').length;

  // Who cannot be asked is asked next time, and the inventory goes on meanwhile.
  faults.add({ kind: 'otherJson', method: 'getCustomGroupsList' });
  const blind = inventoryOf(await syncNow(environment, clientId));
  expect(blind).toMatchObject({ state: 'SUCCEEDED', fetched: 3, stored: 3 });
  expect(blind?.warnings.join()).toMatch(/could not be asked: The server responds/);
  expect(await listed()).toEqual({ 'OVEN-01': 'PRESENT', 'TILL-01': 'PRESENT', 'GONE-01': 'PRESENT' });

  const seeing = inventoryOf(await syncNow(environment, clientId));
  expect(seeing).toMatchObject({ fetched: 3, skipped: 1, skippedByReason: [{ reason: 'DELETED_IN_BD', count: 1 }] });
  expect(await listed()).toEqual({ 'OVEN-01': 'PRESENT', 'TILL-01': 'PRESENT', 'GONE-01': 'MISSING' });

  for (const id of [oven, till]) world.deleteDevice(id ?? '');
  await syncNow(environment, clientId);
  expect(await listed()).toEqual({ 'OVEN-01': 'MISSING', 'TILL-01': 'MISSING', 'GONE-01': 'MISSING' });

  world.restoreDevice(oven ?? '');
  await syncNow(environment, clientId);
  expect(await listed()).toMatchObject({ 'OVEN-01': 'PRESENT', 'TILL-01': 'MISSING' });
  // The group of a company never changes: the refusal, and the one answer that is kept.
  expect(asked()).toBe(2);
});
