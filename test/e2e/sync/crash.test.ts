import { describe, expect, it } from 'vitest';
import { connect, mapCompanies, syncClient } from '../../support/msp.js';
import { nodesOf } from '../../support/nodes.js';
import type { ServiceProcess } from '../../support/service-process.js';
import { type Surroundings, surroundings } from '../../support/surroundings.js';

const listRuns = '{ bitdefenderSyncRuns { edges { node { id state attempt } } } }';
const listThreats = `{ bitdefenderThreats(first: 100, filter: { minimumSeverity: UNKNOWN, status: ALL }) {
  edges { node { id name } } } }`;
const listAlerts = '{ bitdefenderAlerts(first: 100) { edges { node { threat { id name } ticket { id } } } } }';

interface Run {
  id: string;
  state: string;
  attempt: number;
}

interface Threat {
  id: string;
  name: string;
}

interface Alert {
  threat: Threat;
  ticket: { id: string } | null;
}

type List<Node> = { edges: { node: Node }[] };
const nodes = <Node>({ edges }: List<Node>) => edges.map(({ node }) => node);

/** Each wait has its own patience, and its error says more than this one. */
const timeout = 600_000;

/** A company with incidents and with quarantined files, of which all but the adware are severe enough for a ticket. */
function populate({ gravityZone: { world }, core }: Surroundings) {
  const company = world.addCompany('Bakery');
  const client = core.world('msp-one').addClient({ name: 'The Bakery' });
  const device = (number: number) => {
    core.world('msp-one').addAgent({ clientId: client.id, hostname: `oven-${number}` });
    return world.addDevice({ companyId: company.id, name: `OVEN-${number}`, fqdn: `oven-${number}` }).id;
  };
  const incidents = [1, 2, 3, 4, 5, 6].map((number) => `Gen:Variant.Ransom.Oven.${number}`);
  const quarantined = ['Trojan.Ransom.Bread.1', 'Trojan.Ransom.Bread.2', 'Adware.Bread.3'];
  for (const [index, name] of incidents.entries())
    world.addIncident({ companyId: company.id, deviceId: device(1 + index), name, severityScore: 95 });
  for (const [index, threatName] of quarantined.entries())
    world.addQuarantineItem({ deviceId: device(7 + index), threatName });
  const threats = [...incidents, ...quarantined].sort();
  return { company, client, threats, severe: threats.filter((name) => name.includes('Ransom')) };
}

/** The tick of a service that does nothing on its own, but on the first of January. */
const never = '0 0 0 1 1 *';

/** Starts the service, connects it and maps companies, named by BD's id, to clients. */
async function startMapped(around: Surroundings, pairs: Record<string, string>): Promise<ServiceProcess> {
  // A tick would walk the tree as soon as there is an integration: the death would come before the company is mapped.
  const service = await around.start({ TICK: never });
  const { url, caCertificate } = around.gravityZone;
  const input = { endpoint: url, apiKey: around.gravityZone.addKey(), caCertificate };
  await around.data(service, connect, { input });
  const { bitdefenderCompanies } = await around.data<{
    bitdefenderCompanies: { edges: { node: { id: string; bdId: string } }[] };
  }>(service, '{ bitdefenderCompanies(first: 100) { edges { node { id bdId } } } }');
  const mappings = nodesOf(bitdefenderCompanies).flatMap(({ id, bdId }) => {
    const clientId = pairs[bdId];
    return clientId === undefined ? [] : [{ companyId: id, clientId }];
  });
  await around.data(service, mapCompanies, { input: { mappings } });
  return service;
}

/** Starts the service for one company, syncs it and kills it on the way. */
async function syncUntil(kill: Kill, around: Surroundings) {
  const { company, client, threats, severe } = populate(around);
  const service = await startMapped(around, { [company.id]: client.id });
  const killed = kill(around, service);
  // A quick death may come before the answer, but not before the run is asked for.
  await Promise.race([around.data(service, syncClient, { input: { clientId: client.id } }), killed]);
  await killed;
  return { signal: await service.gone, threats, severe };
}

/** The runs once none is under way and so many tickets are known. */
async function settled(around: Surroundings, service: ServiceProcess, tickets: number): Promise<Run[]> {
  return around.until(async () => {
    const runs = nodes((await around.data<{ bitdefenderSyncRuns: List<Run> }>(service, listRuns)).bitdefenderSyncRuns);
    const known = (await alertsOf(around, service)).filter(({ ticket }) => ticket !== null);
    const under = runs.filter(({ state }) => state === 'QUEUED' || state === 'RUNNING');
    return under.length === 0 && known.length >= tickets ? runs : null;
  });
}

async function alertsOf(around: Surroundings, service: ServiceProcess): Promise<Alert[]> {
  return nodes((await around.data<{ bitdefenderAlerts: List<Alert> }>(service, listAlerts)).bitdefenderAlerts);
}

/** Each threat once, with one alert; each severe one with one ticket. */
async function expectEachOnce(around: Surroundings, service: ServiceProcess, threats: string[], severe: string[]) {
  const shown = nodes(
    (await around.data<{ bitdefenderThreats: List<Threat> }>(service, listThreats)).bitdefenderThreats,
  );
  expect(shown.map(({ name }) => name).sort()).toEqual(threats);
  const alerts = await alertsOf(around, service);
  expect(alerts.map(({ threat }) => threat.id).sort()).toEqual(shown.map(({ id }) => id).sort());

  const ticketed = alerts.filter(({ ticket }) => ticket !== null);
  expect(ticketed.map(({ threat }) => threat.name).sort()).toEqual(severe);
  expect(ticketed.map(({ ticket }) => ticket?.id).sort()).toEqual(around.core.tickets.map(({ id }) => id).sort());

  // What the graph does not show: rows behind it, and how often a subscriber was notified.
  const sources = await around.rows<{ threats: number }>(
    'select count(*)::int as threats from threat_source group by kind, bd_id',
  );
  expect(sources).toEqual(threats.map(() => ({ threats: 1 })));
  const detected = await around.rows<{ times: number }>(
    "select count(*)::int as times from threat_change where kind = 'DETECTED' group by threat_id",
  );
  expect(detected).toEqual(threats.map(() => ({ times: 1 })));
  expect(await around.rows('select from alert_action')).toHaveLength(severe.length);
}

type Kill = (around: Surroundings, service: ServiceProcess) => Promise<void>;

/** Dies at the `nth` answer to a method of GravityZone. */
function atCall(method: string, nth = 1): Kill {
  return (around, service) =>
    new Promise((resolve) => {
      let seen = 0;
      around.gravityZone.afterCall = (call) => {
        if (call.method === method) seen += 1;
        if (seen < nth) return;
        around.gravityZone.afterCall = null;
        service.kill();
        resolve();
      };
    });
}

/** Dies with its threats written but not committed: their alerts wait for a lock. */
const inTheTransaction: Kill = async (around, service) => {
  await around.rows('begin; lock table alert in share row exclusive mode');
  await around.lockAwaited('alert');
  service.kill();
  await service.gone;
  await around.rows('rollback');
};

/** Dies when core has opened a ticket and its answer was lost on the way. */
const beforeTheTicketIsKnown: Kill = async (around, service) => {
  around.core.faults.loseAnswers = 1;
  await around.until(async () => around.core.tickets.length > 0 || null);
  service.kill();
};

describe.concurrent('a restart after kill -9 during a sync', () => {
  it.for([
    { when: 'while it reads the inventory', kill: atCall('getNetworkInventoryItems'), stored: 0 },
    { when: 'while it reads incidents', kill: atCall('getIncidentsList'), stored: 0 },
    { when: 'between threats and their alerts', kill: inTheTransaction, stored: 0 },
    { when: 'between incidents and quarantine', kill: atCall('getQuarantineItemsList'), stored: 6 },
    { when: 'while it reads details', kill: atCall('getManagedEndpointDetails', 3), stored: 9 },
  ])(
    'repeats the run and stores nothing twice when killed $when',
    { timeout },
    async ({ kill, stored }, { expect }) => {
      const around = await surroundings();
      const { signal, threats, severe } = await syncUntil(kill, around);
      expect(signal).toBe('SIGKILL');
      const left = await around.rows<Run>('select id, state, attempt from sync_run');
      expect(left).toEqual([{ id: expect.any(String), state: 'RUNNING', attempt: 1 }]);
      expect(await around.rows('select from threat')).toHaveLength(stored);

      const successor = await around.start();
      const runs = await settled(around, successor, severe.length);
      expect(runs).toMatchObject([{ id: left[0]?.id, state: 'SUCCEEDED' }]);
      expect(runs[0]?.attempt).toBeGreaterThan(1);
      await expectEachOnce(around, successor, threats, severe);
    },
  );

  it('creates one ticket when a replica dies before it gets the ticket id', { timeout }, async ({ expect }) => {
    const around = await surroundings();
    const { signal, threats, severe } = await syncUntil(beforeTheTicketIsKnown, around);
    expect(signal).toBe('SIGKILL');

    const successor = await around.start();
    const runs = await settled(around, successor, severe.length);
    expect(runs).toMatchObject([{ state: 'SUCCEEDED' }]);
    expect(around.core.calls.get('createTicket')).toBeGreaterThan(severe.length);
    await expectEachOnce(around, successor, threats, severe);
  });

  it('makes the look back again when killed during it', { timeout }, async ({ expect }) => {
    const around = await surroundings();
    const { world } = around.gravityZone;
    const { company, client, threats } = populate(around);
    const service = await startMapped(around, { [company.id]: client.id });
    const sync = () => around.data(service, syncClient, { input: { clientId: client.id } });
    await sync();
    expect(await settled(around, service, 0)).toMatchObject([{ state: 'SUCCEEDED' }]);
    await around.rows("update connection set look_back_due_at = look_back_due_at - interval '1 day'");
    const late = new Date(Date.now() - 3 * 24 * 3_600_000);
    const [deviceId = null] = world.devices.keys();
    world.addIncident({ companyId: company.id, deviceId, name: 'Trojan.Late', at: late });
    const killed = atCall('getIncidentsList', 2)(around, service);
    await Promise.race([sync(), killed]);
    await killed;
    await service.gone;
    expect(await around.rows('select from threat')).toHaveLength(threats.length);

    const successor = await around.start();
    const runs = await settled(around, successor, 0);
    expect(runs.map(({ state }) => state)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
    const shown = await around.rows<{ name: string }>('select name from threat');
    expect(shown.map(({ name }) => name).sort()).toEqual([...threats, 'Trojan.Late'].sort());
    expect(await around.rows('select from connection where look_back_due_at > now()')).toHaveLength(1);
  });

  it('matches a device after a crash although its client is not due', { timeout }, async ({ expect }) => {
    const around = await surroundings();
    const { world } = around.gravityZone;
    const core = around.core.world('msp-one');
    const home = (name: string) => {
      const client = core.addClient({ name });
      core.addAgent({ clientId: client.id, hostname: `oven-${name}` });
      return { clientId: client.id, companyId: world.addCompany(name).id };
    };
    const [north, south] = [home('north'), home('south')];
    const service = await startMapped(around, {
      [north.companyId]: north.clientId,
      [south.companyId]: south.clientId,
    });
    const sync = (clientId: string) => around.data(service, syncClient, { input: { clientId } });
    await sync(north.clientId);
    await settled(around, service, 0);

    // Only a walk of the whole tree shows it.
    await around.rows('update connection set tree_due_at = now()');
    world.addDevice({ companyId: south.companyId, name: 'OVEN-SOUTH' });
    const asked = around.core.calls.get('agents') ?? 0;
    around.core.faults.delayMilliseconds = 3_600_000;
    await sync(north.clientId);
    await around.until(async () => (around.core.calls.get('agents') ?? 0) > asked || null);
    service.kill();
    await service.gone;
    around.core.faults.clear();
    expect(await around.rows('select name, agent_id from device')).toEqual([{ name: 'OVEN-SOUTH', agent_id: null }]);
    const notDue = "select client_id from company where next_sync_at > now() + interval '5 minutes'";
    expect(await around.rows(notDue)).toEqual([{ client_id: south.clientId }]);

    const successor = await around.start();
    await settled(around, successor, 0);
    const { bitdefenderDevices } = await around.data<{ bitdefenderDevices: List<{ name: string; knownTo: string }> }>(
      successor,
      '{ bitdefenderDevices { edges { node { name knownTo } } } }',
    );
    expect(nodes(bitdefenderDevices)).toContainEqual({ name: 'oven-south', knownTo: 'BOTH' });
    expect(await around.rows('select from client_to_match')).toEqual([]);
  });
});
