import { beforeAll, describe, expect, it } from 'vitest';
import { type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { refuseFolders } from '../../support/gravityzone.js';
import { connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';
import { nodesOf } from '../../support/nodes.js';

const allCompanies = '{ bitdefenderCompanies(first: 100) { edges { node { bdId name kind state path depth } } } }';
const allEvents = `{ bitdefenderCompanyEvents(all: true, first: 50) {
  edges { node { kind before after company { name } } } } }`;

interface Company {
  bdId: string;
  name: string;
  kind: string;
  state: string;
  path: string[];
  depth: number;
}

describe('folders of companies', () => {
  let environment: TestEnvironment;
  let clientId: string;
  let integrationId: string;
  const root = 'OpsMerge Demo MSP';
  /** BD's ids by name. */
  const ids: Record<string, string> = {};

  const world = () => environment.gravityZone.world;
  const addFolder = (name: string, parentId?: string) => {
    ids[name] = world().addFolder(name, parentId).id;
    return ids[name];
  };
  const company = async (bdId: string | undefined) => {
    const { bitdefenderCompanies } = await environment.data<{ bitdefenderCompanies: { edges: { node: Company }[] } }>(
      technician,
      allCompanies,
    );
    return nodesOf(bitdefenderCompanies).find((candidate) => candidate.bdId === bdId);
  };
  const states = async () =>
    Object.fromEntries(
      await Promise.all(
        Object.entries(ids).map(async ([name, bdId]) => [name, (await company(bdId))?.state ?? 'UNKNOWN'] as const),
      ),
    );
  const events = async () => {
    const { bitdefenderCompanyEvents } = await environment.data<{
      bitdefenderCompanyEvents: {
        edges: { node: { kind: string; before: string; after: string; company: { name: string } } }[];
      };
    }>(technician, allEvents);
    return bitdefenderCompanyEvents.edges.map(({ node }) => [node.kind, node.company.name, node.before, node.after]);
  };
  const sync = async (expectedPlan: RegExp) => {
    const run = await syncNow(environment, clientId);
    expect(run).toMatchObject({ state: 'SUCCEEDED', plan: expect.stringMatching(expectedPlan) });
  };
  const walkTree = async () => {
    await environment.database.query('update connection set tree_due_at = now() where id = $1', [integrationId]);
    await sync(/^The whole tree/);
  };

  beforeAll(async () => {
    environment = await testEnvironment();
    const bakery = world().addCompany('Bakery', { parentId: addFolder('Inner', addFolder('Outer')) }).id;
    world().addDevice({ companyId: bakery, name: 'OVEN-01' });
    addFolder('Empty');
    ids.Bakery = bakery;
    clientId = environment.core.world('msp-one').addClient({ name: 'The Bakery' }).id;
    integrationId = (await connectSimulator(environment)).integrationId;
    await mapByBdId(environment, { [bakery]: clientId });
  });

  it('stay present through several walks of the whole tree', async () => {
    for (const _walk of [1, 2, 3]) {
      await walkTree();
      expect(await states()).toEqual({ Outer: 'PRESENT', Inner: 'PRESENT', Empty: 'PRESENT', Bakery: 'PRESENT' });
    }
    expect(await company(ids.Bakery)).toMatchObject({ path: [root, 'Outer', 'Inner', 'Bakery'], depth: 3 });
    expect(await company(ids.Inner)).toMatchObject({ kind: 'FOLDER', path: [root, 'Outer', 'Inner'], depth: 2 });
    expect(await events()).toEqual([]);
  });

  it('are learnt with the path of a new company inside when they are new', async () => {
    const nested = addFolder('Branches', addFolder('West', ids.Outer));
    ids.Mill = world().addCompany('Mill', { parentId: nested }).id;
    await walkTree();
    expect(await company(nested)).toMatchObject({ kind: 'FOLDER', state: 'PRESENT', name: 'Branches' });
    const path = [root, 'Outer', 'West', 'Branches', 'Mill'];
    expect(await company(ids.Mill)).toMatchObject({ path, depth: 4 });
    expect(await events()).toEqual([['APPEARED', 'Mill', null, 'Mill']]);
  });

  it('change the paths below, and nothing else, when they are renamed or moved', async () => {
    const outer = world().folders.get(ids.Outer ?? '');
    const branches = world().folders.get(ids.Branches ?? '');
    if (!outer || !branches) throw new Error('The folders are missing.');
    outer.name = 'Abroad';
    branches.parentId = world().root.id;
    await walkTree();
    expect(await company(ids.Bakery)).toMatchObject({ path: [root, 'Abroad', 'Inner', 'Bakery'], depth: 3 });
    expect(await company(ids.Mill)).toMatchObject({ path: [root, 'Branches', 'Mill'], depth: 2 });
    expect(new Set(Object.values(await states()))).toEqual(new Set(['PRESENT']));
    expect(await events()).toHaveLength(1);
  });

  it('vanish when they were deleted, and return with a walk that shows them', async () => {
    const empty = world().folders.get(ids.Empty ?? '');
    if (!empty) throw new Error('The folder is missing.');
    world().folders.delete(empty.id);
    await walkTree();
    const present = { Outer: 'PRESENT', Inner: 'PRESENT', West: 'PRESENT', Branches: 'PRESENT' };
    const companies = { Bakery: 'PRESENT', Mill: 'PRESENT' };
    expect(await states()).toEqual({ ...present, ...companies, Empty: 'VANISHED' });
    world().folders.set(empty.id, empty);
    await walkTree();
    expect(await states()).toEqual({ ...present, ...companies, Empty: 'PRESENT' });
  });

  it('stay when a walk had to do without them, and companies vanish all the same', async () => {
    refuseFolders(environment.gravityZone);
    const mill = world().company(ids.Mill ?? '');
    world().companies.delete(mill.id);
    await walkTree();
    environment.gravityZone.handler = null;
    expect(await states()).toMatchObject({ Mill: 'VANISHED', Outer: 'PRESENT', Branches: 'PRESENT', Empty: 'PRESENT' });
    world().companies.set(mill.id, mill);
    await walkTree();
    expect(await states()).toMatchObject({ Mill: 'PRESENT' });
  });

  it('stay when only the subtree of one company was walked', async () => {
    // The tree costs more calls than the company.
    const crowd = world().addCompany('Crowd').id;
    for (let number = 0; number < 2_500; number += 1) world().addDevice({ companyId: crowd, name: `C-${number}` });
    await walkTree();
    world().folders.delete(ids.Empty ?? '');
    const depots = addFolder('Depots', ids.Bakery);
    await sync(/^1 due company one by one/);
    expect(new Set(Object.values(await states()))).toEqual(new Set(['PRESENT']));
    expect(await company(depots)).toMatchObject({
      kind: 'FOLDER',
      path: [root, 'Abroad', 'Inner', 'Bakery', 'Depots'],
    });
    await walkTree();
    expect(await states()).toMatchObject({ Empty: 'VANISHED', Depots: 'PRESENT', Outer: 'PRESENT' });
  });

  it('vanish together when the last ones of GravityZone were deleted', async () => {
    for (const { id, name } of world().companies.values())
      if (name === 'Bakery' || name === 'Mill') world().company(id).parentId = world().root.id;
    world().folders.clear();
    await walkTree();
    expect(await states()).toEqual({
      ...{ Outer: 'VANISHED', Inner: 'VANISHED', West: 'VANISHED', Branches: 'VANISHED', Empty: 'VANISHED' },
      ...{ Depots: 'VANISHED', Bakery: 'PRESENT', Mill: 'PRESENT' },
    });
    expect(await company(ids.Mill)).toMatchObject({ path: [root, 'Mill'], depth: 1 });
  });
});
