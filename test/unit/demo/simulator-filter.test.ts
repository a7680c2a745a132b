import { describe, expect, test } from 'vitest';
import { cloudServices } from '../../../demo/gravityzone/methods.js';
import { World } from '../../../demo/gravityzone/world.js';

const world = new World(() => new Date('2026-01-10T12:00:00Z'));
const outer = world.addFolder('Outer').id;
const companyId = world.addCompany('Customer', { parentId: world.addFolder('Inner', outer).id }).id;
world.addDevice({ companyId, name: 'PC' });
world.addDevice({ companyId, name: 'VM', machineType: 2 });
world.addDevice({ companyId, name: 'EC2', machineType: 3 });

/** The names of the rows that the simulator's inventory lists. */
function listed(filters: object, parentId?: string): string[] {
  const answer = cloudServices.network?.getNetworkInventoryItems?.method({
    world,
    key: { companyId: world.root.id, enabledApis: [], incidentsLicensed: true, createdAt: world.clock() },
    params: { filters: { depth: { allItemsRecursively: true }, ...filters }, ...(parentId && { parentId }) },
    version: 'v1.1',
    service: 'network',
    origin: '',
    style: { zone: 'UTC', onPremises: false },
    largestPage: 1000,
    changeRows: (rows) => rows,
    totalError: 0,
    servedPage: null,
    totals: 'NUMBERS',
  }) as { items: { name: string }[] };
  return answer.items.map(({ name }) => name);
}

const groups = ['Computers and Groups', 'Deleted'];

describe('the filter of the simulated inventory', () => {
  test.each([
    [{ companies: true }, ['Customer']],
    [{ companyFolders: true }, ['Outer', 'Inner']],
    [{ groups: true }, [...groups, ...groups]],
    [{ containers: true }, []],
    [{ computers: true }, ['PC']],
    [{ virtualMachines: true }, ['VM']],
    [{ ec2Instances: true }, ['EC2']],
    [{ companies: true, computers: true, companyFolders: false }, ['Customer', 'PC']],
    [{ companies: false }, []],
    [{ companies: 'true' }, []],
  ])('lists only the types that are true when it is %j', (type, names) => {
    expect(listed({ type })).toEqual(names);
  });

  test.each([{}, { type: {} }])('lists every type when it is %j', (filters) => {
    expect(listed(filters)).toEqual(['Customer', 'Outer', 'Inner', ...groups, ...groups, 'PC', 'VM', 'EC2']);
  });

  test('lists what lies in a folder when the folder is the parent', () => {
    expect(listed({ type: { companyFolders: true, companies: true } }, outer)).toEqual(['Customer', 'Inner']);
  });
});
