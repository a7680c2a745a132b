import { beforeAll, describe, expect, it } from 'vitest';
import { addClientTo, type LivingClient } from '../../support/client-life.js';
import { eventually, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { openStream } from '../../support/event-stream.js';
import { connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';

const north = { id: 'site-north', name: 'North' };
const south = { id: 'site-south', name: 'South' };

const document = `query ($clientId: ID!, $siteId: ID) {
  client(id: $clientId) { bitdefender { sites { id name agents } } }
  bitdefenderDevices(first: 50, filter: { siteId: $siteId }) { totalCount edges { node { name } } }
  bitdefenderThreats(first: 50, filter: { siteId: $siteId, minimumSeverity: UNKNOWN }) { totalCount
    facets { severities { value count } } edges { node { name } } } }`;

interface Answer {
  client: { bitdefender: { sites: { id: string; name: string; agents: number }[] } };
  bitdefenderDevices: { totalCount: number; edges: { node: { name: string } }[] };
  bitdefenderThreats: {
    totalCount: number;
    facets: { severities: { value: string; count: number }[] };
    edges: { node: { name: string } }[];
  };
}

describe('sites of a client', () => {
  let environment: TestEnvironment;
  let bakery: LivingClient;

  beforeAll(async () => {
    environment = await testEnvironment({ gateway: true });
    bakery = addClientTo(environment, 'BAKERY', ['OVEN-01', 'OVEN-02', 'OVEN-03']);
    at('OVEN-01', north);
    at('OVEN-02', south);
    const { world } = environment.gravityZone;
    world.addDevice({ companyId: bakery.companyId, name: 'ALONE-01' });
    for (const [place, name] of ['Trojan.North', 'Trojan.South', 'Trojan.Nowhere'].entries())
      world.addIncident({
        ...{ companyId: bakery.companyId, deviceId: bakery.machines[place]?.id ?? null, name, severityScore: 92 },
      });
    await connectSimulator(environment);
    await mapByBdId(environment, { [bakery.companyId]: bakery.clientId });
    await syncNow(environment, bakery.clientId);
  });

  function at(hostname: string, site: typeof north | null) {
    const world = environment.core.world('msp-one');
    const agent = world.agentsOf(bakery.clientId).find((each) => each.hostname === hostname);
    if (agent === undefined) throw new Error('There is no such agent.');
    world.moveToSite(agent.id, site);
  }

  async function ask(siteId: string | null) {
    const answer = await environment.data<Answer>(technician, document, { clientId: bakery.clientId, siteId });
    const { bitdefenderDevices: devices, bitdefenderThreats: threats } = answer;
    expect(devices.totalCount).toBe(devices.edges.length);
    expect(threats.totalCount).toBe(threats.edges.length);
    expect(threats.facets.severities.reduce((sum, { count }) => sum + count, 0)).toBe(threats.totalCount);
    return {
      sites: answer.client.bitdefender.sites,
      devices: devices.edges.map(({ node }) => node.name).toSorted(),
      threats: threats.edges.map(({ node }) => node.name).toSorted(),
    };
  }

  it('are those of its agents, and narrow the lists of devices and threats', async () => {
    expect(await ask(north.id)).toEqual({
      sites: [
        { ...north, agents: 1 },
        { ...south, agents: 1 },
      ],
      devices: ['OVEN-01'],
      threats: ['Trojan.North'],
    });
    expect(await ask(south.id)).toMatchObject({ devices: ['OVEN-02'], threats: ['Trojan.South'] });
    expect(await ask('site-of-nobody')).toMatchObject({ devices: [], threats: [] });
    expect(await ask(null)).toMatchObject({
      devices: ['ALONE-01', 'OVEN-01', 'OVEN-02', 'OVEN-03'],
      threats: ['Trojan.North', 'Trojan.Nowhere', 'Trojan.South'],
    });
  });

  it('narrow what a subscriber gets', async () => {
    const stream = await openStream(environment, technician, {
      query: `subscription { bitdefenderThreatDetected(filter: { siteId: "${north.id}", minimumSeverity: UNKNOWN }) { threat { name } } }`,
    });
    const { world } = environment.gravityZone;
    for (const [place, name] of [
      [1, 'Worm.South'],
      [0, 'Worm.North'],
    ] as const)
      world.addIncident({
        ...{ companyId: bakery.companyId, deviceId: bakery.machines[place]?.id ?? null, name, severityScore: 92 },
      });
    await syncNow(environment, bakery.clientId);
    const [first] = await eventually(async () => stream.events.length > 0 && stream.events);
    stream.leave();
    expect(first?.data?.data).toEqual({ bitdefenderThreatDetected: { threat: { name: 'Worm.North' } } });
  });

  it('are followed when a machine moves, at the next sync', async () => {
    at('OVEN-01', south);
    await syncNow(environment, bakery.clientId);
    expect(await ask(north.id)).toMatchObject({ sites: [{ ...south, agents: 2 }], devices: [], threats: [] });
    expect(await ask(south.id)).toMatchObject({ devices: ['OVEN-01', 'OVEN-02'] });
    at('OVEN-01', null);
    await syncNow(environment, bakery.clientId);
    expect(await ask(south.id)).toMatchObject({ sites: [{ ...south, agents: 1 }], devices: ['OVEN-02'] });
  });

  it('are not known to a core of an earlier release, with which all goes on as ever', async () => {
    environment.core.faults.knowsNoSites = true;
    const run = await syncNow(environment, bakery.clientId);
    environment.core.faults.clear();
    expect(run.streams.map(({ state }) => state)).not.toContain('FAILED');
    expect(await ask(null)).toMatchObject({ sites: [], devices: ['ALONE-01', 'OVEN-01', 'OVEN-02', 'OVEN-03'] });
  });
});
