import { beforeAll, describe, expect, it } from 'vitest';
import { type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';

const openOnes = `query ($id: ID!, $kinds: [BitdefenderMatchKind!]) {
  bitdefenderDevices(filter: { clientId: $id, matchKinds: $kinds }) { totalCount edges { node { name knownTo gaps agent { id }
    device { id matchKind matchReason matchCandidates { id } } } } }
  bitdefenderCoverage(clientId: $id) { gaps { gap machines } } }`;
const pin = `mutation ($input: PinBitdefenderDeviceInput!) { pinBitdefenderDevice(input: $input) {
  device { matchKind matchCandidates { id } } userErrors { code } } }`;
const badge = `query ($all: [_Any!]!) { _entities(representations: $all) { ... on Agent {
  bitdefender { matchKind matchCandidates { id } } } } }`;

interface Answer {
  bitdefenderDevices: {
    totalCount: number;
    edges: {
      node: {
        name: string;
        agent: { id: string } | null;
        device: { id: string; matchKind: string; matchReason: string; matchCandidates: { id: string }[] } | null;
      };
    }[];
  };
  bitdefenderCoverage: { gaps: { gap: string; machines: number }[] };
}

describe('devices without an agent', () => {
  let environment: TestEnvironment;
  let clientId: string;
  let agentIds: string[];

  const open = async (...kinds: string[]): Promise<Answer> =>
    environment.data<Answer>(technician, openOnes, { id: clientId, kinds });
  const gap = ({ bitdefenderCoverage }: Answer, name: string) =>
    bitdefenderCoverage.gaps.find((one) => one.gap === name)?.machines;

  beforeAll(async () => {
    environment = await testEnvironment({ tick: '0 0 1 1 *' });
    const { world } = environment.gravityZone;
    const core = environment.core.world('msp-one');
    const companyId = world.addCompany('Bakery').id;
    clientId = core.addClient({ name: 'The Bakery' }).id;
    world.addDevice({ companyId, name: 'OVEN' });
    world.addDevice({ companyId, name: 'LONELY' });
    world.addDevice({ companyId, name: 'SAFE' });
    agentIds = ['oven', 'OVEN'].map((hostname) => core.addAgent({ clientId, hostname }).id);
    core.addAgent({ clientId, hostname: 'safe' });
    await connectSimulator(environment);
    await mapByBdId(environment, { [companyId]: clientId });
    await syncNow(environment, clientId);
  });

  it('counts and lists devices without an agent, with their candidates', async () => {
    const found = await open('AMBIGUOUS', 'NONE');
    expect(found.bitdefenderDevices.totalCount).toBe(2);
    const [lonely, oven] = found.bitdefenderDevices.edges.map(({ node }) => node);
    expect(lonely).toMatchObject({ name: 'LONELY', knownTo: 'BITDEFENDER_ONLY', agent: null, gaps: ['NO_AGENT'] });
    expect(lonely?.device).toMatchObject({
      matchKind: 'NONE',
      matchReason: 'No agent of this client has host name "lonely".',
      matchCandidates: [],
    });
    expect(oven).toMatchObject({ name: 'OVEN', agent: null, gaps: ['AMBIGUOUS'] });
    expect(oven?.device).toMatchObject({
      matchKind: 'AMBIGUOUS',
      matchReason: 'Several share this host name (devices: 1, agents: 2).',
    });
    expect(oven?.device?.matchCandidates.map(({ id }) => id).sort()).toEqual(agentIds.toSorted());
    expect([gap(found, 'AMBIGUOUS'), gap(found, 'NO_AGENT')]).toEqual([1, 1]);
  });

  it('matches an ambiguous device immediately when it is pinned', async () => {
    const [oven] = (await open('AMBIGUOUS')).bitdefenderDevices.edges;
    const input = { deviceId: oven?.node.device?.id, agentId: agentIds[1] };
    expect(await environment.data(technician, pin, { input })).toEqual({
      pinBitdefenderDevice: { device: { matchKind: 'PINNED', matchCandidates: [] }, userErrors: [] },
    });
    const after = await open('AMBIGUOUS');
    expect(after.bitdefenderDevices.totalCount).toBe(0);
    expect(gap(after, 'AMBIGUOUS')).toBe(0);
    const all = agentIds.map((id) => ({ __typename: 'Agent', id, hostname: 'oven', client: { id: clientId } }));
    const { _entities } = await environment.data<{ _entities: { bitdefender: object | null }[] }>(technician, badge, {
      all,
    });
    expect(_entities).toEqual([{ bitdefender: null }, { bitdefender: { matchKind: 'PINNED', matchCandidates: [] } }]);
  });
});

describe('what happened to one device', () => {
  it('returns events of one device for two limits in one query', async () => {
    const environment = await testEnvironment({ tick: '0 0 1 1 *' });
    const { world } = environment.gravityZone;
    const companyId = world.addCompany('Bakery').id;
    const clientId = environment.core.world('msp-one').addClient({ name: 'The Bakery' }).id;
    const { id } = world.addDevice({ companyId, name: 'OVEN' });
    await connectSimulator(environment);
    await mapByBdId(environment, { [companyId]: clientId });
    await syncNow(environment, clientId);
    for (const name of ['STOVE', 'HOB']) {
      world.renameDevice(id, name);
      await syncNow(environment, clientId);
    }
    const answer = await environment.data(
      technician,
      `{ bitdefenderDevices { edges { node { device {
        last: events(first: 1) { before after } all: events { before after } } } } } }`,
    );
    const [second, first] = [
      { before: 'STOVE', after: 'HOB' },
      { before: 'OVEN', after: 'STOVE' },
    ];
    expect(answer).toEqual({
      bitdefenderDevices: { edges: [{ node: { device: { last: [second], all: [second, first] } } }] },
    });
  });
});
