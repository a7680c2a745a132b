import { beforeAll, describe, expect, it } from 'vitest';
import { type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';
import { stayWithinOneDay } from '../../support/one-day.js';

const badges = `query ($id: ID!) { client(id: $id) { agents(first: 20) { edges { node { id hostname bitdefender {
  id bdId name label matchKind presence threatCounts { today thisWeek thisMonth unresolved } events { kind at }
  threats(filter: { minimumSeverity: UNKNOWN, status: ALL }) { totalCount edges { node { name } } } } } } } bitdefender { coverage { protectedAgents } } } }`;

interface Badge {
  id: string;
  hostname: string;
  bitdefender: {
    id: string;
    bdId: string;
    name: string;
    label: string;
    matchKind: string;
    presence: string;
    threatCounts: { unresolved: number };
    threats: { totalCount: number };
  } | null;
}

interface MachinesPage {
  client: {
    bitdefender: {
      devices: {
        edges: { node: { name: string; knownTo: string } }[];
        pageInfo: { hasNextPage: boolean; endCursor: string | null };
      };
    };
  };
}

describe('devices keep their agents and their history', () => {
  let environment: TestEnvironment;
  let companyId: string;
  let clientId: string;
  let deviceId: string;
  let agentId: string;

  const badge = async (hostname: string): Promise<Badge | undefined> => {
    const { client } = await environment.data<{ client: { agents: { edges: { node: Badge }[] } } }>(
      technician,
      badges,
      {
        id: clientId,
      },
    );
    return client.agents.edges.map(({ node }) => node).find((node) => node.hostname === hostname);
  };

  beforeAll(async () => {
    await stayWithinOneDay();
    environment = await testEnvironment({ gateway: true });
    const { world } = environment.gravityZone;
    const core = environment.core.world('msp-one');
    companyId = world.addCompany('Bakery').id;
    clientId = core.addClient({ name: 'The Bakery' }).id;
    deviceId = world.addDevice({ companyId, name: 'WIN-ABC123', fqdn: 'win-abc123.local' }).id;
    agentId = core.addAgent({ clientId, hostname: 'WIN-ABC123.local' }).id;
    world.addIncident({ companyId, deviceId, severityScore: 80 });
    const aWeekAgo = new Date(Date.now() - 7 * 24 * 3_600_000);
    world.addIncident({ companyId, deviceId, severityScore: 80, name: 'Trojan.LastWeek', at: aWeekAgo });
    await connectSimulator(environment);
    await mapByBdId(environment, { [companyId]: clientId });
    await syncNow(environment, clientId);
  });

  it('matches a fully qualified host name with a short one', async () => {
    expect(await badge('WIN-ABC123.local')).toMatchObject({
      bitdefender: { name: 'WIN-ABC123', threatCounts: { unresolved: 2 }, threats: { totalCount: 2 } },
    });
  });

  it('keeps the match when the label names another agent', async () => {
    environment.core.world('msp-one').addAgent({ clientId, hostname: 'till-01' });
    environment.gravityZone.world.labelDevice(deviceId, 'till-01');
    await syncNow(environment, clientId);
    expect(await badge('WIN-ABC123.local')).toMatchObject({ bitdefender: { label: 'till-01' } });
    expect((await badge('till-01'))?.bitdefender).toBeNull();
  });

  it('matches an agent that re-registered under a new id before any sync', async () => {
    const before = await badge('WIN-ABC123.local');
    const renewed = environment.core.world('msp-one').reregisterAgent(agentId);
    expect(renewed.id).not.toBe(agentId);
    const after = await badge('WIN-ABC123.local');
    expect(after).toEqual({ ...before, id: renewed.id });
  });

  it('matches an agent that was just installed before any sync', async () => {
    const { world } = environment.gravityZone;
    world.addDevice({ companyId, name: 'FRIDGE-01', fqdn: 'fridge-01.local' });
    await syncNow(environment, clientId);
    environment.core.world('msp-one').addAgent({ clientId, hostname: 'fridge-01' });
    expect(await badge('fridge-01')).toMatchObject({ bitdefender: { name: 'FRIDGE-01', matchKind: 'EXACT' } });
  });

  it('keeps counting threats when a machine is reinstalled under a new id', async () => {
    const old = await badge('WIN-ABC123.local');
    const fresh = environment.gravityZone.world.reimageDevice(deviceId);
    await syncNow(environment, clientId);
    const now = await badge('WIN-ABC123.local');
    expect(now?.bitdefender?.bdId).toBe(fresh.id);
    expect(now?.bitdefender?.bdId).not.toBe(old?.bitdefender?.bdId);
    expect(now?.bitdefender).toMatchObject({
      presence: 'PRESENT',
      threatCounts: { unresolved: 2 },
      threats: old?.bitdefender?.threats,
    });
  });

  it('matches a reinstalled machine when core is unreachable, and warns', async () => {
    const { world } = environment.gravityZone;
    const fresh = world.reimageDevice((await badge('WIN-ABC123.local'))?.bitdefender?.bdId ?? '');
    environment.core.faults.down = true;
    const run = await syncNow(environment, clientId);
    environment.core.faults.down = false;
    expect(run.streams.find(({ stream }) => stream === 'MATCHING')).toMatchObject({ state: 'FAILED', matched: 4 });
    expect(await badge('WIN-ABC123.local')).toMatchObject({
      bitdefender: { bdId: fresh.id, threatCounts: { unresolved: 2 }, presence: 'PRESENT' },
    });
    await syncNow(environment, clientId);
  });

  it('moves no devices when a company is renamed like another client', async () => {
    const { world } = environment.gravityZone;
    const core = environment.core.world('msp-one');
    const other = core.addClient({ name: 'Butcher' });
    core.addAgent({ clientId: other.id, hostname: 'WIN-ABC123' });
    world.company(companyId).name = 'Butcher';
    await syncNow(environment, clientId);
    expect(await badge('WIN-ABC123.local')).toMatchObject({ bitdefender: { name: 'WIN-ABC123' } });
    const { client } = await environment.data<{
      client: { bitdefender: unknown; agents: { edges: { node: Badge }[] } };
    }>(technician, badges, { id: other.id });
    expect(client.bitdefender).toBeNull();
    expect(client.agents.edges[0]?.node.bitdefender).toBeNull();
  });

  it('merges agents and devices into one paged list, each machine once', async () => {
    environment.gravityZone.world.addDevice({ companyId, name: 'SAFE-01', fqdn: 'safe-01.local' });
    await syncNow(environment, clientId);
    const seen: { name: string; knownTo: string }[] = [];
    let after: string | null = null;
    for (let more = true; more; ) {
      const page: MachinesPage = await environment.data(
        technician,
        `query ($id: ID!, $after: String) { client(id: $id) { bitdefender { devices(first: 2, after: $after) {
          edges { node { name knownTo abilities { canRunScripts } agent { hostname } device { name } } }
          pageInfo { hasNextPage endCursor } } } } }`,
        { id: clientId, after },
      );
      const { edges, pageInfo } = page.client.bitdefender.devices;
      seen.push(...edges.map(({ node }) => ({ name: node.name, knownTo: node.knownTo })));
      after = pageInfo.endCursor;
      more = pageInfo.hasNextPage;
    }
    expect(seen).toEqual([
      { name: 'fridge-01', knownTo: 'BOTH' },
      { name: 'SAFE-01', knownTo: 'BITDEFENDER_ONLY' },
      { name: 'till-01', knownTo: 'OPSMERGE_ONLY' },
      { name: 'WIN-ABC123.local', knownTo: 'BOTH' },
    ]);
    const safe = [...environment.gravityZone.world.devices.values()].find(({ name }) => name === 'SAFE-01');
    environment.gravityZone.world.removeDevice(safe?.id ?? '');
    await syncNow(environment, clientId);
  });

  it('marks no device as missing when the inventory is empty or partial', async () => {
    environment.gravityZone.changeRows = (rows, method) => (method === 'getNetworkInventoryItems' ? [] : rows);
    const empty = await syncNow(environment, clientId);
    // One row is never shown, whatever the page size.
    let hidden: unknown;
    environment.gravityZone.changeRows = (rows, method) => {
      if (method !== 'getNetworkInventoryItems') return rows;
      hidden ??= (rows.at(-1) as { id?: unknown } | undefined)?.id;
      return rows.filter((row) => (row as { id?: unknown }).id !== hidden);
    };
    const partial = await syncNow(environment, clientId);
    environment.gravityZone.changeRows = null;
    for (const run of [empty, partial])
      expect(run.streams.find(({ stream }) => stream === 'INVENTORY')?.warnings.join(' ')).toContain(
        'marked as missing',
      );
    const answer = await environment.data(
      technician,
      '{ bitdefenderDevices(filter: { presence: PRESENT }) { edges { node { device { name } } } } }',
    );
    const names = (answer.bitdefenderDevices as { edges: { node: { device: { name: string } } }[] }).edges.map(
      ({ node }) => node.device.name,
    );
    expect(names.sort()).toEqual(['FRIDGE-01', 'WIN-ABC123']);
  });

  it('marks devices as missing after a complete walk, and keeps them', async () => {
    const { world } = environment.gravityZone;
    const fridge = [...world.devices.values()].find(({ name }) => name === 'FRIDGE-01');
    world.removeDevice(fridge?.id ?? '');
    await syncNow(environment, clientId);
    const answer = await environment.data(
      technician,
      '{ bitdefenderDevices(filter: { presence: MISSING, search: "fridge" }) { edges { node { knownTo device { name presence } } } } }',
    );
    expect(answer).toMatchObject({
      bitdefenderDevices: {
        edges: [{ node: { knownTo: 'OPSMERGE_ONLY', device: { name: 'FRIDGE-01', presence: 'MISSING' } } }],
      },
    });
  });
});

describe('an inventory that fails on its second page', () => {
  it('marks no device as missing when the second page fails', async () => {
    const environment = await testEnvironment();
    const { world, faults } = environment.gravityZone;
    const companyId = world.addCompany('Hospital').id;
    const clientId = environment.core.world('msp-one').addClient({ name: 'Hospital' }).id;
    const [first] = Array.from({ length: 1_010 }, (_, number) => world.addDevice({ companyId, name: `BED-${number}` }));
    await connectSimulator(environment);
    await mapByBdId(environment, { [companyId]: clientId });
    await syncNow(environment, clientId);
    const missing = async () => {
      const { bitdefenderDevices } = await environment.data<{
        bitdefenderDevices: { edges: { node: { name: string } }[]; totalCount: number };
      }>(technician, '{ bitdefenderDevices(filter: { presence: MISSING }) { totalCount edges { node { name } } } }');
      return bitdefenderDevices.edges.map(({ node }) => node.name);
    };
    world.removeDevice(first?.id ?? '');
    faults.add({ kind: 'serverErrorJson', method: 'getNetworkInventoryItems', page: 2, times: Infinity });
    const failed = await syncNow(environment, clientId);
    expect(failed.streams.find(({ stream }) => stream === 'INVENTORY')?.state).toBe('FAILED');
    expect(await missing()).toEqual([]);
    faults.clear();
    await syncNow(environment, clientId);
    expect(await missing()).toEqual(['BED-0']);
  });
});

describe('an inventory that comes back empty of one company, and not of another', () => {
  it('marks devices as missing only in the company with an inventory', async () => {
    const environment = await testEnvironment({ simulator: { limits: 'off', largestPage: 100 } });
    const { gravityZone } = environment;
    const { world } = gravityZone;
    const bakery = world.addCompany('Bakery').id;
    const butcher = world.addCompany('Butcher').id;
    // So large that the two are read one by one.
    const hospital = world.addCompany('Hospital').id;
    for (let number = 0; number < 250; number += 1) world.addDevice({ companyId: hospital, name: `BED-${number}` });
    world.addDevice({ companyId: bakery, name: 'OVEN' });
    world.addDevice({ companyId: butcher, name: 'KNIFE' });
    const axe = world.addDevice({ companyId: butcher, name: 'AXE' });
    const clientId = environment.core.world('msp-one').addClient({ name: 'Both' }).id;
    await connectSimulator(environment);
    await mapByBdId(environment, { [bakery]: clientId, [butcher]: clientId });
    await syncNow(environment, clientId);

    world.removeDevice(axe.id);
    for (const device of world.devices.values()) if (device.name === 'OVEN') world.removeDevice(device.id);
    const run = await syncNow(environment, clientId);
    expect(run.plan).toContain('2 due companies one by one');
    expect(run.streams.find(({ stream }) => stream === 'INVENTORY')?.warnings).toEqual([
      `BD showed no device of the company ${bakery}, so nothing was marked as missing there.`,
    ]);
    const answer = await environment.data(
      technician,
      '{ bitdefenderDevices(filter: { mapped: true, presence: MISSING }) { edges { node { name } } } }',
    );
    expect(answer).toEqual({ bitdefenderDevices: { edges: [{ node: { name: 'AXE' } }] } });
  });
});

describe('what happens to devices', () => {
  interface Shown {
    device: {
      id: string;
      bdId: string;
      name: string;
      twins: { bdId: string; presence: string }[];
      events: { kind: string; before: string | null; after: string | null; deviceId: string }[];
      threatCounts: { thisMonth: number };
    } | null;
  }

  it('keeps events with their time, and with the machine', async () => {
    const environment = await testEnvironment();
    const { world } = environment.gravityZone;
    const core = environment.core.world('msp-one');
    const north = world.addCompany('North');
    const south = world.addCompany('South');
    const clientId = core.addClient({ name: 'Bakery' }).id;
    const first = world.addDevice({ companyId: north.id, name: 'OVEN' });
    const other = world.addDevice({ companyId: north.id, name: 'TILL' });
    core.addAgent({ clientId, hostname: 'oven' });
    world.addIncident({ companyId: north.id, deviceId: first.id, severityScore: 80 });
    await connectSimulator(environment);
    await mapByBdId(environment, { [north.id]: clientId, [south.id]: clientId });
    const machineOf = async (search: string) => {
      const { bitdefenderDevices } = await environment.data<{ bitdefenderDevices: { edges: { node: Shown }[] } }>(
        technician,
        `query ($search: String) { bitdefenderDevices(filter: { search: $search }) { edges { node { device {
          id bdId name twins { bdId presence } events { kind before after at deviceId } threatCounts { thisMonth } } } } } }`,
        { search },
      );
      expect(bitdefenderDevices.edges).toHaveLength(1);
      const device = bitdefenderDevices.edges[0]?.node.device;
      if (!device) throw new Error('BD does not know it.');
      return device;
    };
    const kinds = async (search: string) => (await machineOf(search)).events.map(({ kind }) => kind);
    await syncNow(environment, clientId);
    expect(await kinds('oven')).toEqual([]);

    world.renameDevice(first.id, 'STOVE');
    world.moveDevice(first.id, south.id);
    await syncNow(environment, clientId);
    const moved = await machineOf('stove');
    expect(moved.events.map(({ kind, before, after }) => ({ kind, before, after }))).toEqual(
      expect.arrayContaining([
        { kind: 'RENAMED', before: 'OVEN', after: 'STOVE' },
        { kind: 'MOVED', before: 'North', after: 'South' },
      ]),
    );
    // Its threat was detected under its former name.
    expect(moved.threatCounts.thisMonth).toBe(1);

    const fresh = world.reimageDevice(first.id);
    await syncNow(environment, clientId);
    const reimaged = await machineOf('stove');
    expect(reimaged).toMatchObject({ bdId: fresh.id, twins: [{ bdId: first.id }] });
    expect(reimaged.events.map(({ kind }) => kind).sort()).toEqual(['MOVED', 'RENAMED', 'REPLACED']);
    for (const event of reimaged.events) expect(event.deviceId).toBe(moved.id);

    const till = world.devices.get(other.id);
    if (!till) throw new Error('The till is gone.');
    till.managed = false;
    await syncNow(environment, clientId);
    till.managed = true;
    await syncNow(environment, clientId);
    world.devices.delete(other.id);
    await syncNow(environment, clientId);
    world.devices.set(other.id, till);
    await syncNow(environment, clientId);
    expect(await kinds('till')).toEqual(['RETURNED', 'MISSING', 'MANAGED', 'UNMANAGED']);
    // What says nothing new leaves no trace.
    await syncNow(environment, clientId);
    expect(await kinds('till')).toHaveLength(4);
  });

  it('gives a new namesake of an agent no device before its first sync', async () => {
    const environment = await testEnvironment();
    const { world } = environment.gravityZone;
    const core = environment.core.world('msp-one');
    const company = world.addCompany('Bakery');
    const clientId = core.addClient({ name: 'Bakery' }).id;
    world.addDevice({ companyId: company.id, name: 'OVEN' });
    const known = core.addAgent({ clientId, hostname: 'oven' }).id;
    await connectSimulator(environment);
    await mapByBdId(environment, { [company.id]: clientId });
    await syncNow(environment, clientId);
    const badgesOf = async (...ids: string[]) => {
      const { _entities } = await environment.data<{ _entities: { bitdefender: { name: string } | null }[] }>(
        technician,
        'query ($all: [_Any!]!) { _entities(representations: $all) { ... on Agent { bitdefender { name } } } }',
        { all: ids.map((id) => ({ __typename: 'Agent', id, hostname: 'oven', client: { id: clientId } })) },
      );
      return _entities.map(({ bitdefender }) => bitdefender?.name ?? null);
    };
    expect(await badgesOf('new')).toEqual(['OVEN']);
    expect(await badgesOf(known, 'new')).toEqual(['OVEN', null]);
    expect(await badgesOf('new', 'newer')).toEqual([null, null]);

    const { bitdefenderDevices } = await environment.data<{
      bitdefenderDevices: { edges: { node: { device: { id: string } } }[] };
    }>(technician, '{ bitdefenderDevices { edges { node { device { id } } } } }');
    const deviceId = bitdefenderDevices.edges[0]?.node.device.id;
    await environment.data(
      technician,
      'mutation ($input: ForbidBitdefenderMatchInput!) { forbidBitdefenderMatch(input: $input) { userErrors { code } } }',
      { input: { deviceId, agentId: known } },
    );
    // Alone it may be the forbidden agent under a new id; beside it, it is another.
    expect(await badgesOf('new')).toEqual([null]);
  });
});
