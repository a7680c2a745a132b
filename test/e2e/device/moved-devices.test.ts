import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/database/database.js';
import { admin, eventually, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import {
  connectSimulator,
  mapByBdId,
  type RunAnswer,
  runById,
  runEnded,
  syncClient,
  syncNow,
} from '../../support/msp.js';
import { nodesOf } from '../../support/nodes.js';

interface Row {
  name: string;
  knownTo: string;
  client: { id: string } | null;
  agent: { id: string } | null;
  device: { bdId: string; matchKind: string; twins: { bdId: string }[] } | null;
}

const list = `query ($search: String) { bitdefenderDevices(filter: { search: $search }) { edges { node {
  name knownTo client { id } agent { id } device { bdId matchKind twins { bdId } } } } } }`;
const unmap = `mutation ($input: UnmapBitdefenderCompaniesInput!) { unmapBitdefenderCompanies(input: $input) {
  outcomes { userErrors { code } } userErrors { code } } }`;

describe('a device that goes to another client', () => {
  let environment: TestEnvironment;
  const companies: Record<string, string> = {};
  const clients: Record<string, string> = {};
  const agents: Record<string, string> = {};

  const rows = async (search: string): Promise<Row[]> => {
    const { bitdefenderDevices } = await environment.data<{ bitdefenderDevices: { edges: { node: Row }[] } }>(
      technician,
      list,
      { search },
    );
    return bitdefenderDevices.edges.map(({ node }) => node);
  };
  /** The northern one first. */
  const ovens = async () => {
    const found = await rows('oven');
    return found.toSorted((one) => (one.client?.id === clients.north ? -1 : 1));
  };
  const unmapByBdId = async (bdId: string) => {
    const { bitdefenderCompanies } = await environment.data<{
      bitdefenderCompanies: { edges: { node: { id: string; bdId: string } }[] };
    }>(admin, '{ bitdefenderCompanies(first: 100) { edges { node { id bdId } } } }');
    const companyIds = nodesOf(bitdefenderCompanies)
      .filter((company) => company.bdId === bdId)
      .map(({ id }) => id);
    expect(await environment.data(admin, unmap, { input: { companyIds } })).toEqual({
      unmapBitdefenderCompanies: { outcomes: [{ userErrors: [] }], userErrors: [] },
    });
  };

  beforeAll(async () => {
    environment = await testEnvironment();
    const { world } = environment.gravityZone;
    const core = environment.core.world('msp-one');
    for (const name of ['north', 'south', 'annex']) companies[name] = world.addCompany(name).id;
    for (const name of ['north', 'south']) {
      clients[name] = core.addClient({ name }).id;
      agents[name] = core.addAgent({ clientId: clients[name], hostname: 'oven' }).id;
    }
    await connectSimulator(environment);
    const { north, south, annex } = companies;
    if (!north || !south || !annex) throw new Error('There are three companies.');
    world.addDevice({ companyId: north, name: 'OVEN', macs: ['00:50:56:b1:ef:97'] });
    await mapByBdId(environment, { [north]: clients.north ?? '', [south]: clients.south ?? '' });
    for (const clientId of Object.values(clients)) await syncNow(environment, clientId);
  });

  it('matches a moved device to the new client’s agent at once', async () => {
    expect(await ovens()).toMatchObject([
      { client: { id: clients.north }, agent: { id: agents.north }, knownTo: 'BOTH' },
      { client: { id: clients.south }, agent: { id: agents.south }, knownTo: 'OPSMERGE_ONLY', device: null },
    ]);
    const { world } = environment.gravityZone;
    const [device] = world.devices.values();
    world.moveDevice(device?.id ?? '', companies.south ?? '');
    const database = openDatabase(environment.app.databaseUrl, { outside: 'all tenants' });
    await sql`update connection set tree_due_at = now()`.execute(database.query).finally(() => database.close());
    const asked = environment.core.calls.get('agents') ?? 0;
    await syncNow(environment, clients.north ?? '');
    expect(await ovens()).toMatchObject([
      { client: { id: clients.north }, agent: { id: agents.north }, knownTo: 'OPSMERGE_ONLY', device: null },
      { client: { id: clients.south }, agent: { id: agents.south }, knownTo: 'BOTH', device: { matchKind: 'EXACT' } },
    ]);
    // Of the client that is due, and of no other.
    expect(environment.core.calls.get('agents')).toBe(asked + 1);
  });

  it('gives the new client’s agent no threats or tickets of the old client', async () => {
    const { world } = environment.gravityZone;
    const [device] = world.devices.values();
    for (const [name, companyId] of Object.entries(companies))
      if (name !== 'annex')
        world.addIncident({ companyId, deviceId: device?.id ?? '', name: `Trojan.${name}`, severityScore: 85 });
    await syncNow(environment, clients.south ?? '');
    const { bitdefenderThreats } = await environment.data<{ bitdefenderThreats: { edges: { node: object }[] } }>(
      technician,
      '{ bitdefenderThreats { edges { node { name client { id } agent { id } } } } }',
    );
    expect(bitdefenderThreats.edges.map(({ node }) => node)).toEqual(
      expect.arrayContaining([
        { name: 'Trojan.north', client: { id: clients.north }, agent: null },
        { name: 'Trojan.south', client: { id: clients.south }, agent: { id: agents.south } },
      ]),
    );
    const tickets = await eventually(async () => environment.core.tickets.length > 1 && environment.core.tickets);
    expect(tickets.map(({ clientId, agentId }) => ({ clientId, agentId }))).toEqual(
      expect.arrayContaining([
        { clientId: clients.north, agentId: null },
        { clientId: clients.south, agentId: agents.south },
      ]),
    );
  });

  it('unmatches a device when its agent moves to another client', async () => {
    const { world } = environment.gravityZone;
    const core = environment.core.world('msp-one');
    for (const companyId of [companies.north ?? '', companies.south ?? '']) world.addDevice({ companyId, name: 'HOB' });
    const agent = core.addAgent({ clientId: clients.north ?? '', hostname: 'hob' });
    for (const clientId of Object.values(clients)) await syncNow(environment, clientId);
    const hobs = async () =>
      (await rows('hob'))
        .toSorted((one) => (one.client?.id === clients.north ? -1 : 1))
        .map(({ knownTo, client, agent }) => ({ knownTo, clientId: client?.id, agentId: agent?.id }));
    const [north, south] = [{ clientId: clients.north }, { clientId: clients.south }];
    const both = { knownTo: 'BOTH', agentId: agent.id };
    const alone = { knownTo: 'BITDEFENDER_ONLY', agentId: undefined };
    expect(await hobs()).toEqual([
      { ...north, ...both },
      { ...south, ...alone },
    ]);
    agent.clientId = clients.south ?? '';
    await syncNow(environment, clients.south ?? '');
    expect(await hobs()).toEqual([
      { ...north, ...alone },
      { ...south, ...both },
    ]);
  });

  it('leaves twins behind when its company moves, and rematches the old client', async () => {
    const { world } = environment.gravityZone;
    const first = world.addDevice({ companyId: companies.north ?? '', name: 'TILL', fqdn: 'till.local' });
    const second = world.addDevice({ companyId: companies.annex ?? '', name: 'TILL', fqdn: 'till.local' });
    second.lastSeenAt = new Date();
    first.lastSeenAt = new Date(Date.now() - 40 * 24 * 3_600_000);
    await mapByBdId(environment, { [companies.annex ?? '']: clients.north ?? '' });
    await syncNow(environment, clients.north ?? '');
    const [machine, ...others] = await rows('till');
    expect(others).toEqual([]);
    const liveBdId = machine?.device?.bdId;
    const twinBdId = machine?.device?.twins[0]?.bdId;
    expect([liveBdId, twinBdId].sort()).toEqual([first.id, second.id].sort());
    await unmapByBdId((liveBdId === first.id ? companies.north : companies.annex) ?? '');
    expect(await rows('till')).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({ client: null, device: expect.objectContaining({ bdId: liveBdId, twins: [] }) }),
        expect.objectContaining({ client: { id: clients.north }, device: expect.objectContaining({ bdId: twinBdId }) }),
      ]),
    );
  });

  it('removes the agents of a client that no company is mapped to', async () => {
    expect((await rows('oven')).map(({ client }) => client?.id)).toContain(clients.south);
    await unmapByBdId(companies.south ?? '');
    expect(await rows('oven')).not.toContainEqual(expect.objectContaining({ agent: { id: agents.south } }));
    const { bitdefenderCoverage } = await environment.data<{ bitdefenderCoverage: { agents: number } }>(
      technician,
      'query ($id: ID) { bitdefenderCoverage(clientId: $id) { agents } }',
      { id: clients.south },
    );
    expect(bitdefenderCoverage.agents).toBe(0);
  });
});

it('separates a moved device from its twins before anything is matched', async () => {
  const environment = await testEnvironment({ opsMergeTimeoutMilliseconds: 600_000 });
  const { world } = environment.gravityZone;
  const { faults, ...core } = environment.core;
  const [north, south] = [world.addCompany('north').id, world.addCompany('south').id];
  const add = (name: string) => core.world('msp-one').addClient({ name }).id;
  const [northId, southId] = [add('north'), add('south')];
  const old = world.addDevice({ companyId: north, name: 'TILL', fqdn: 'till.local', at: new Date('2026-01-01') });
  const live = world.reimageDevice(old.id);
  old.lastSeenAt = new Date('2026-01-02');
  const { integrationId } = await connectSimulator(environment);
  await mapByBdId(environment, { [north]: northId, [south]: southId });
  await syncNow(environment, northId);
  const machines = async () => {
    const { bitdefenderDevices } = await environment.data<{ bitdefenderDevices: { edges: { node: Row }[] } }>(
      technician,
      list,
    );
    return bitdefenderDevices.edges
      .map(({ node: { client, device } }) => ({ client: client?.id, bdId: device?.bdId, twins: device?.twins }))
      .toSorted(({ bdId }) => (bdId === live.id ? -1 : 1));
  };
  expect(await machines()).toEqual([{ client: northId, bdId: live.id, twins: [{ bdId: old.id }] }]);

  world.moveDevice(live.id, south);
  await environment.database.query('update connection set tree_due_at = now()');
  faults.delayMilliseconds = 600_000;
  const { syncBitdefenderClient } = await environment.data<{ syncBitdefenderClient: { runs: { id: string }[] } }>(
    technician,
    syncClient,
    { input: { clientId: northId } },
  );
  const { id } = syncBitdefenderClient.runs[0] ?? { id: '' };
  await eventually(async () => {
    const { bitdefenderSyncRun } = await environment.data<{ bitdefenderSyncRun: RunAnswer }>(technician, runById, {
      id,
    });
    return bitdefenderSyncRun.streams.some(({ stream }) => stream === 'MATCHING');
  });
  await environment.data(
    admin,
    'mutation ($id: ID!) { disconnectBitdefender(input: { integrationId: $id }) { userErrors { code } } }',
    { id: integrationId },
  );
  expect(await runEnded(environment, id)).toMatchObject({ state: 'CANCELLED' });
  expect(await machines()).toEqual([
    { client: southId, bdId: live.id, twins: [] },
    { client: northId, bdId: old.id, twins: [] },
  ]);
});
