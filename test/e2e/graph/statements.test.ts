import { beforeAll, describe, expect, it } from 'vitest';
import type { WorldAgent } from '../../../demo/core/world.js';
import { startGravityZoneSimulator } from '../../../demo/gravityzone/simulator.js';
import { admin, eventually, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';

const badges = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Agent { bitdefender {
  policy { name } lastScan { at } threatCounts { today thisWeek thisMonth } health } } } }`;
const devices = `query ($first: Int!) { bitdefenderDevices(first: $first) { edges { node {
  name agent { id } client { id } health gaps device {
    health policy { name } matchDecisions { id } twins { name } events { kind at } threatCounts { today unresolved } } } } } }`;
const threats = `query ($first: Int!) { bitdefenderThreats(first: $first) { edges { node {
  name agent { id } client { id } device { name health policy { name } company { name } }
  alert { state ticket { id } outbreak { title } } company { name } integration { name } } } } }`;
const alerts = `query ($first: Int!) { bitdefenderAlerts(first: $first) { edges { node {
  title deliveries { kind state } ticket { id } device { name } changes { kind actor } mute { id } routing { message } threat { name device { name } } } } } }`;
const clients = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Client { bitdefender {
  lastSyncedAt freshness { stale streams { stream } } companies { name } threatCounts { today unresolved } coverage { protectedAgents }
  cadence { active reasons aimedSeconds nextSyncAt syncs medianSeconds longestSeconds } } } } }`;
/** Apart: asked for together they share loaders as it happens, by which of them is read first. */
const workbench = [
  `{ bitdefenderCompanies(first: 100) { edges { node {
    name path depth kind state deviceCount unresolvedThreatCount worstSeverity lastThreatAt client { id } ignored { reason } } } } }`,
  '{ bitdefenderMappingSuggestions { company { name path deviceCount } client { id } score } }',
];
const threatsOfAgents = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Agent {
  bitdefender { name threats(orderBy: MOST_SEVERE, first: 3) { totalCount edges { node { name } } } } } } }`;
const threatsOfClients = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Client {
  bitdefender { lastSyncedAt threats(filter: { search: "everywhere" }) { totalCount edges { node { name } } } } } } }`;
const devicesOfClients = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Client {
  bitdefender { lastSyncedAt coverage { machines trend { day machines } gaps { gap machines } }
    devices(orderBy: THREATS_THIS_MONTH, first: 3) { totalCount edges { node {
      name agent { id } device { name policy { name } twins { name } threatCounts { today unresolved } } } } } } } } }`;
const chartsOfClients = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Client {
  bitdefender { threatCounts(timeZone: "Asia/Kolkata") { today unresolvedBySeverity { high }
    lastWeek lastWeekSoFar lastMonth lastMonthSoFar window(window: THIS_WEEK) { tally { total bySeverity { high } } } series(step: HOUR) { steps { from total } } } } } } }`;

const choicesOfClients = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Client {
  bitdefender { alertCounts { open openWithTicket } threats { totalCount facets { severities { count } clients { client { id } count } } }
    devices { totalCount facets { gaps { value count } policies { name count } } } } } } }`;
const threatsOfMachines = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Agent {
  bitdefender { threatCounts { lastWeek lastMonthSoFar } threats { facets { severities { value count } } } } } } }`;

const alertsOfTickets = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Ticket {
  bitdefender: bitdefenderAlerts(first: 3) { title threat { name } ticket { bitdefenderAlerts(first: 2) { title } } } } } }`;
const alertsOfPlatform = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Alert {
  bitdefender: bitdefenderAlert { title } } } }`;

describe('the SQL statements of a page', () => {
  const statements: string[] = [];
  const clientIds: string[] = [];
  const agents: WorldAgent[] = [];
  let environment: TestEnvironment;

  beforeAll(async () => {
    environment = await testEnvironment({ onStatement: (statement) => statements.push(statement) });
    const { world } = environment.gravityZone;
    const core = environment.core.world('msp-one');
    const mapping: Record<string, string> = {};
    for (let number = 0; number < 20; number += 1) {
      const companyId = world.addCompany(`Company ${number}`).id;
      const clientId = core.addClient({ name: `Client ${number}` }).id;
      mapping[companyId] = clientId;
      clientIds.push(clientId);
      for (let machine = 0; machine < 5; machine += 1) {
        const hostname = `PC-${number}-${machine}`;
        const deviceId = world.addDevice({ companyId, name: hostname }).id;
        agents.push(core.addAgent({ clientId, hostname }));
        world.addIncident({ companyId, deviceId, name: 'Trojan.Everywhere', severityScore: 88 });
      }
    }
    await connectSimulator(environment);
    await mapByBdId(environment, mapping);
    const run = await syncNow(environment, clientIds[0] ?? '');
    expect(run.state).toBe('SUCCEEDED');
    // Deliveries must be over before statements are counted.
    await eventually(async () => {
      const { bitdefenderAlerts } = await environment.data<{
        bitdefenderAlerts: { edges: { node: { ticket: object | null; deliveries: { state: string }[] } }[] };
      }>(technician, alerts, { first: 100 });
      const all = bitdefenderAlerts.edges.map(({ node }) => node);
      return all.length === 100 && all.every(({ deliveries }) => deliveries.every(({ state }) => state === 'DONE'));
    });
  });

  /** How many statements a request takes, and how many rows of its first field have something to show. */
  async function measure(query: string, variables: object, identity = technician) {
    statements.length = 0;
    const data = await environment.data<Record<string, { edges: unknown[] } | unknown[]>>(identity, query, variables);
    const taken = statements.length;
    const [list] = Object.values(data);
    const rows = Array.isArray(list)
      ? list.map((entity) => (entity as { bitdefender: object | null }).bitdefender)
      : (list?.edges ?? []);
    return { statements: taken, rows: rows.filter((row) => row !== null).length };
  }

  async function expectSame(query: string, few: object, many: object, rows: [number, number]) {
    const [small, large] = [await measure(query, few), await measure(query, many)];
    expect([small.rows, large.rows]).toEqual(rows);
    expect(small.statements).toBeGreaterThan(0);
    expect(large.statements).toBe(small.statements);
  }

  const agentPage = (size: number) => ({
    representations: agents
      .slice(0, size)
      .map(({ id, hostname, clientId }) => ({ __typename: 'Agent', id, hostname, client: { id: clientId } })),
  });
  const clientPage = (size: number) => ({
    representations: clientIds.slice(0, size).map((id) => ({ __typename: 'Client', id })),
  });

  it('are as many for 100 agents with their badges as for 10', () =>
    expectSame(badges, agentPage(10), agentPage(100), [10, 100]));

  it('are as many for 100 agents under new ids as for 10', async () => {
    const renewed = (size: number) => ({
      representations: agentPage(size).representations.map((agent) => ({ ...agent, id: `${agent.id}-other` })),
    });
    await expectSame(badges, renewed(10), renewed(100), [10, 100]);
  });

  it('are as many for 100 devices with their threat counts as for 10', () =>
    expectSame(devices, { first: 10 }, { first: 100 }, [10, 100]));

  it('are as many for 100 threats with their devices as for 10', () =>
    expectSame(threats, { first: 10 }, { first: 100 }, [10, 100]));

  it('are as many for 100 alerts with their threats as for 10', () =>
    expectSame(alerts, { first: 10 }, { first: 100 }, [10, 100]));

  it('are as many for the alerts of 20 tickets as for those of 2', async () => {
    const { tickets } = environment.core;
    const page = (size: number) => ({
      representations: tickets.slice(0, size).map(({ id }) => ({ __typename: 'Ticket', id })),
    });
    await expectSame(alertsOfTickets, page(2), page(20), [2, 20]);
    const { _entities } = await environment.data<{ _entities: { bitdefender: { title: string }[] }[] }>(
      technician,
      alertsOfTickets,
      page(20),
    );
    // Five machines of a client share a ticket.
    expect(_entities.map(({ bitdefender }) => bitdefender.length)).toEqual(Array(20).fill(3));
  });

  it('are as many for 20 alerts of the platform as for 2', () => {
    const page = (size: number) => ({
      representations: Array.from({ length: size }, (_, number) => ({ __typename: 'Alert', id: `alert-${number}` })),
    });
    return expectSame(alertsOfPlatform, page(2), page(20), [0, 0]);
  });

  it('are as many for the threats of 100 agents as for those of 10', async () => {
    await expectSame(threatsOfAgents, agentPage(10), agentPage(100), [10, 100]);
    const { _entities } = await environment.data<{
      _entities: { bitdefender: { threats: { totalCount: number; edges: object[] } } }[];
    }>(technician, threatsOfAgents, agentPage(100));
    expect(_entities.map(({ bitdefender }) => bitdefender.threats)).toEqual(
      Array(100).fill({ totalCount: 1, edges: [{ node: { name: 'Trojan.Everywhere' } }] }),
    );
  });

  it('are as many for the threats of 20 clients as for those of 2', () =>
    expectSame(threatsOfClients, clientPage(2), clientPage(20), [2, 20]));

  it('are as many for the devices of 20 clients as for those of 2', async () => {
    await expectSame(devicesOfClients, clientPage(2), clientPage(20), [2, 20]);
    const { _entities } = await environment.data<{
      _entities: { bitdefender: { devices: { totalCount: number; edges: { node: { name: string } }[] } } }[];
    }>(technician, devicesOfClients, clientPage(20));
    for (const [number, { bitdefender }] of _entities.entries()) {
      expect(bitdefender.devices.totalCount).toBe(5);
      expect(bitdefender.devices.edges.map(({ node }) => node.name.replace(/\d$/, 'x'))).toEqual(
        Array(3).fill(`PC-${number}-x`),
      );
    }
  });

  it('are as many for the charts of 20 clients as for those of 2', () =>
    expectSame(chartsOfClients, clientPage(2), clientPage(20), [2, 20]));

  it('are as many for the facets and open alerts of 20 clients as for those of 2', async () => {
    await expectSame(choicesOfClients, clientPage(2), clientPage(20), [2, 20]);
    // Companies, alerts, and rows, total and facets of two lists; the settings for the month of the list of machines.
    expect((await measure(choicesOfClients, clientPage(20))).statements).toBe(9);
    const { _entities } = await environment.data<{ _entities: { bitdefender: object }[] }>(
      technician,
      choicesOfClients,
      clientPage(20),
    );
    for (const [number, { bitdefender }] of _entities.entries())
      expect(bitdefender).toMatchObject({
        alertCounts: { open: 5, openWithTicket: 5 },
        threats: {
          totalCount: 5,
          facets: {
            severities: [0, 0, 0, 5, 0].map((count) => ({ count })),
            clients: [{ client: { id: clientIds[number] }, count: 5 }],
          },
        },
        devices: { totalCount: 5 },
      });
  });

  it('are as many for the facets of 100 machines as for those of 10', () =>
    expectSame(threatsOfMachines, agentPage(10), agentPage(100), [10, 100]));

  it('are as many for a series of 20 clients as for one of 2', async () => {
    const chart = `query ($clientIds: [ID!]) { bitdefenderThreatSeries(clientIds: $clientIds, groupBy: CLIENT, window: TODAY) {
      groups { client { id } others total counts } } }`;
    const taken: number[] = [];
    for (const size of [2, 20]) {
      statements.length = 0;
      const { bitdefenderThreatSeries } = await environment.data<{
        bitdefenderThreatSeries: { groups: { client: { id: string }; total: number }[] };
      }>(technician, chart, { clientIds: clientIds.slice(0, size) });
      taken.push(statements.length);
      expect(bitdefenderThreatSeries.groups.map(({ client }) => client.id)).toEqual(clientIds.slice(0, size));
    }
    expect(taken).toEqual([2, 2]);
  });

  it('are as many for 20 clients as for 2', () => expectSame(clients, clientPage(2), clientPage(20), [2, 20]));

  it('are as many for a workbench of 100 companies as for one of 10', async () => {
    // With the key's own company, which is suggested to nobody.
    const sizes = [9, 99];
    const taken: { statements: number; rows: number }[][] = [];
    for (const size of sizes) {
      const tenantId = `msp-of-${size}`;
      const simulator = await startGravityZoneSimulator({ limits: 'off' });
      for (let number = 0; number < size; number += 1) {
        simulator.world.addCompany(`Company ${number}`);
        environment.core.world(tenantId).addClient({ name: `Company ${number}` });
      }
      await connectSimulator({ ...environment, gravityZone: simulator }, { ...admin, tenantId });
      const measured: (typeof taken)[number] = [];
      for (const part of workbench) measured.push(await measure(part, {}, { ...technician, tenantId }));
      taken.push(measured);
      await simulator.close();
    }
    const [small, large] = taken.map((parts) => parts.map(({ statements: count }) => count));
    expect(taken.map((parts) => parts.map(({ rows }) => rows))).toEqual(sizes.map((size) => [size + 1, size]));
    expect(Math.min(...(small ?? [0]))).toBeGreaterThan(0);
    expect(large).toEqual(small);
  });
});
