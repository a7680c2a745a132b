import { beforeEach, expect, it } from 'vitest';
import { type Database } from '../../../src/database/database.js';
import { Gap } from '../../../src/device/coverage/gap.type.js';
import { createMachineReader } from '../../../src/device/machine/machine.reader.js';
import { MachineOrder } from '../../../src/device/machine/machine.type.js';
import { openTestDatabase } from '../../support/database.js';
import { now, storeMachines, tenantId, well } from '../../support/machines.js';

let database: Database;
beforeEach(async () => {
  database = await openTestDatabase();
});

const expected = (clientId: string, given: { policies?: string[]; modules?: string[] }) =>
  database.query
    .insertInto('expectation')
    .values({ tenantId, clientId, policies: null, modules: null, notSeenDays: null, changedAt: now, ...given })
    .execute();

async function withGap(clientId: string, gap: Gap): Promise<string[]> {
  const list = { filter: { clientId, gaps: [gap] }, orderBy: MachineOrder.NAME, reverse: false };
  const page = await createMachineReader(database, () => now).page(tenantId, list, { first: 100 });
  return page.edges.map(({ node }) => node.name);
}

it('reports POLICY_NOT_EXPECTED only for known policies that are not expected', async () => {
  const clientId = await storeMachines(database, [
    { ...well, name: 'desk', policy: 'Standard' },
    { ...well, name: 'gone', policy: 'Odd', present: false },
    { ...well, name: 'noticed', policy: 'Odd', managed: false },
    { ...well, name: 'odd', policy: 'Odd' },
    { ...well, name: 'server', policy: 'Servers' },
    { ...well, name: 'silent', policy: null },
  ]);
  expect(await withGap(clientId, Gap.POLICY_NOT_EXPECTED)).toEqual([]);
  await expected('', { policies: ['Standard', 'Servers'] });
  expect(await withGap(clientId, Gap.POLICY_NOT_EXPECTED)).toEqual(['odd']);
  await expected(clientId, { policies: ['Odd', 'Servers'] });
  expect(await withGap(clientId, Gap.POLICY_NOT_EXPECTED)).toEqual(['desk']);
});

it('reports MODULE_OFF only for reported modules, inventory before state', async () => {
  const reporting = (modules: Record<string, boolean> | null) => ({
    ...well,
    state: well.state && { ...well.state, modules },
  });
  const clientId = await storeMachines(database, [
    { ...reporting({ firewall: false }), name: 'by its state' },
    { ...reporting(null), name: 'by the inventory', modules: { antimalware: true, firewall: false } },
    { ...reporting({ firewall: false }), name: 'on again', modules: { firewall: true } },
    { ...reporting(null), name: 'nothing reported', modules: null },
    { ...reporting(null), name: 'reporting of others' },
  ]);
  expect(await withGap(clientId, Gap.MODULE_OFF)).toEqual([]);
  await expected('', { modules: ['antimalware', 'firewall'] });
  expect(await withGap(clientId, Gap.MODULE_OFF)).toEqual(['by its state', 'by the inventory']);
});
