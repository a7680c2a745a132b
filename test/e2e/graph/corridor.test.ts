import { beforeAll, describe, expect, it } from 'vitest';
import type { Identity } from '../../../demo/tokens.js';
import { encodeCursor } from '../../../src/graphql/lists/cursors.js';
import { admin, eventually, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { openSocket } from '../../support/live.js';
import { connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';
import { stayWithinOneDay } from '../../support/one-day.js';

describe('the corridor: connect, map, poll, match, alert, push live', () => {
  let environment: TestEnvironment;
  let companyId: string;
  let clientId: string;
  let deviceId: string;

  beforeAll(async () => {
    await stayWithinOneDay();
    // Ticks once a minute at most: syncs in this file are asked for.
    environment = await testEnvironment({ gateway: true });
    const { world } = environment.gravityZone;
    const core = environment.core.world('msp-one');
    const company = world.addCompany('Bakery');
    const client = core.addClient({ name: 'The Bakery' });
    companyId = company.id;
    clientId = client.id;
    deviceId = world.addDevice({ companyId, name: 'OVEN-01', fqdn: 'oven-01.bakery.local' }).id;
    world.addDevice({ companyId, name: 'TILL-01', fqdn: 'till-01.bakery.local' });
    core.addAgent({ clientId, hostname: 'oven-01' });
    await connectSimulator(environment, { ...admin, subject: 'olga', roles: ['owner'] });
  });

  it('shows companies, maps one and syncs it', async () => {
    const mapped = await mapByBdId(environment, { [companyId]: clientId });
    expect(mapped.mapBitdefenderCompanies.outcomes[0]?.userErrors).toEqual([]);
    const run = await syncNow(environment, clientId);
    expect(run.streams.map(({ stream, state, problem }) => ({ stream, state, problem }))).toEqual(
      ['INVENTORY', 'MATCHING', 'INCIDENTS', 'QUARANTINE', 'DETAILS'].map((stream) => ({
        stream,
        state: 'SUCCEEDED',
        problem: null,
      })),
    );
  });

  it("shows, in one federated query, core's agents with what BD knows of them", async () => {
    const answer = await environment.data(
      technician,
      `query ($id: ID!) { client(id: $id) { name agents(first: 10) { edges { node { hostname client { name } bitdefender {
        name policy { name } lastScan { at } matchKind abilities { canRunScripts } threatCounts { today thisWeek thisMonth stale } } } } }
        bitdefender { devices { edges { node { name knownTo agent { hostname } abilities { canRunScripts } device { matchKind } } } } coverage { protectedAgents machines } } } }`,
      { id: clientId },
    );
    expect(answer).toMatchObject({
      client: {
        name: 'The Bakery',
        agents: {
          edges: [
            {
              node: {
                hostname: 'oven-01',
                client: { name: 'The Bakery' },
                bitdefender: {
                  name: 'OVEN-01',
                  abilities: { canRunScripts: true },
                  threatCounts: { today: 0, stale: false },
                },
              },
            },
          ],
        },
        bitdefender: {
          devices: {
            edges: [
              { node: { name: 'oven-01', knownTo: 'BOTH', agent: { hostname: 'oven-01' } } },
              {
                node: {
                  name: 'TILL-01',
                  agent: null,
                  device: { matchKind: 'NONE' },
                  abilities: { canRunScripts: false },
                },
              },
            ],
          },
          coverage: { protectedAgents: 1, machines: 2 },
        },
      },
    });
  });

  it('pushes a new threat live with its agent, and creates one ticket', async () => {
    const socket = await openSocket(environment, technician);
    // As a client does that has seen everything so far: what appears before the subscription is open comes too.
    const events = socket.iterate<{ bitdefenderThreatDetected: { cursor: string; threat: { id: string } } }>({
      query: `subscription ($after: String) { bitdefenderThreatDetected(after: $after) { cursor kind threat {
        id name severity severityScore agent { hostname client { name } } client { name } device { name } } } }`,
      variables: { after: encodeCursor(['0']) },
    });
    const first = events.next();
    environment.gravityZone.world.addIncident({
      companyId,
      deviceId,
      name: 'Gen:Variant.Ransom.Oven.1',
      severityScore: 91,
    });
    const run = await syncNow(environment, clientId);
    expect(run.state).toBe('SUCCEEDED');
    const event = await first;
    expect(event.value.data).toMatchObject({
      bitdefenderThreatDetected: {
        kind: 'DETECTED',
        threat: {
          name: 'Gen:Variant.Ransom.Oven.1',
          severity: 'CRITICAL',
          severityScore: 91,
          agent: { hostname: 'oven-01', client: { name: 'The Bakery' } },
          client: { name: 'The Bakery' },
          device: { name: 'OVEN-01' },
        },
      },
    });
    await events.return?.();
    await socket.dispose();

    const alert = await eventually(async () => {
      const { bitdefenderAlerts } = await environment.data<{
        bitdefenderAlerts: { edges: { node: { ticket: object | null } }[] };
      }>(
        technician,
        '{ bitdefenderAlerts { edges { node { alertType title state ticket { title priority team } deliveries { kind state ruleName } threat { name } } } } }',
      );
      return bitdefenderAlerts.edges[0]?.node.ticket ? bitdefenderAlerts.edges : null;
    });
    expect(alert).toMatchObject([
      {
        node: {
          alertType: 'bitdefender',
          title: 'Gen:Variant.Ransom.Oven.1',
          state: 'OPEN',
          ticket: { priority: 'CRITICAL', team: 'security' },
          deliveries: [{ kind: 'CREATE_TICKET', state: 'DONE', ruleName: 'Bitdefender high-severity -> ticket' }],
        },
      },
    ]);
    expect(environment.core.tickets).toHaveLength(1);
  });

  it('counts it for the device, the client and the tenant', async () => {
    const answer = await environment.data(
      technician,
      `query ($id: ID!) { bitdefenderThreatCounts { today unresolved }
        client(id: $id) { bitdefender { threatCounts { today } } agents(first: 1) { edges { node { bitdefender { threatCounts { today } } } } } } }`,
      { id: clientId },
    );
    expect(answer).toMatchObject({
      bitdefenderThreatCounts: { today: 1, unresolved: 1 },
      client: {
        bitdefender: { threatCounts: { today: 1 } },
        agents: { edges: [{ node: { bitdefender: { threatCounts: { today: 1 } } } }] },
      },
    });
  });

  it('shows the same to a read-only user, who changes nothing', async () => {
    const reader: Identity = { ...technician, subject: 'rita', roles: ['read-only'] };
    const query = `query ($id: ID!) { bitdefenderThreats { edges { node { name } } } client(id: $id) {
      name bitdefender { threatCounts { today } } agents(first: 1) { edges { node { hostname bitdefender { name } } } } } }`;
    const seen = await environment.data(reader, query, { id: clientId });
    expect(seen).toEqual(await environment.data(technician, query, { id: clientId }));
    expect(seen).toMatchObject({ client: { bitdefender: { threatCounts: { today: 1 } } } });
    const sync = 'mutation ($id: ID!) { syncBitdefenderClient(input: { clientId: $id }) { userErrors { code } } }';
    const { errors } = await environment.ask(reader, sync, { id: clientId });
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });

  it('writes nothing and calls least when nothing has changed', async () => {
    const { database } = environment;
    // A session adds to the counters at its own pace, and at its end; the pool opens new ones.
    const written = async () => {
      await eventually(async () => {
        const { rowCount } = await database.query(
          `select pg_terminate_backend(pid) from pg_stat_activity
           where datname = current_database() and application_name = 'opsmerge-bitdefender'`,
        );
        return rowCount === 0;
      });
      const { rows } = await database.query(
        `select relname, n_tup_ins + n_tup_upd + n_tup_del as written from pg_stat_user_tables
         where relname in ('device', 'device_state', 'threat', 'threat_source', 'threat_change', 'alert', 'agent') order by 1`,
      );
      return rows;
    };
    const before = await written();
    expect(before.find(({ relname }) => relname === 'device')?.written).not.toBe('0');
    environment.gravityZone.calls.length = 0;
    const run = await syncNow(environment, clientId);
    expect(await written()).toEqual(before);
    expect(environment.gravityZone.calls.map(({ method }) => method)).toEqual([
      'getNetworkInventoryItems',
      'getIncidentsList',
      'getQuarantineItemsList',
    ]);
    expect(run).toMatchObject({ state: 'SUCCEEDED', calls: 3 });
  });

  it('refuses to connect with a wrong key, saying what to do', async () => {
    const answer = await environment.data(
      admin,
      `mutation ($input: TestBitdefenderIntegrationInput!) { testBitdefenderIntegration(input: $input) {
        test { ok problems { code message hint } } userErrors { code } } }`,
      {
        input: {
          endpoint: environment.gravityZone.url,
          apiKey: 'not-a-key-of-anybody',
          caCertificate: environment.gravityZone.caCertificate,
        },
      },
    );
    expect(answer).toMatchObject({
      testBitdefenderIntegration: { test: { ok: false, problems: [{ code: 'BAD_KEY' }] } },
    });
  });
});
