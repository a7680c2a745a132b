import { beforeAll, describe, expect, it } from 'vitest';
import type { Identity } from '../../../demo/tokens.js';
import { admin, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { addBakery, connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';
import { versionNow } from '../../support/versions.js';

const foreigner: Identity = { ...technician, tenantId: 'msp-two' };

describe('links between objects', () => {
  let environment: TestEnvironment;
  let companyId: string;
  let clientId: string;
  let threat: Threat;

  interface Threat {
    id: string;
    companyId: string;
    company: { id: string; name: string; integrationId: string; integration: { id: string; name: string } };
    integration: { id: string };
    device: { name: string; company: { id: string }; integration: { id: string } };
    alert: { id: string; threat: { id: string }; outbreak: null; deliveries: { kind: string }[] } | null;
  }
  const threats = `{ bitdefenderThreats(filter: { status: ALL, minimumSeverity: UNKNOWN }) { edges { node {
    id companyId company { id name integrationId integration { id name } } integration { id }
    device { name company { id } integration { id } }
    alert { id threat { id } outbreak { id } deliveries { kind } } } } } }`;

  beforeAll(async () => {
    environment = await testEnvironment({ gateway: true });
    const bakery = addBakery(environment);
    ({ companyId, clientId } = bakery);
    environment.gravityZone.world.addIncident({ ...bakery, name: 'Trojan.One', severityScore: 90 });
    await connectSimulator(environment);
    await mapByBdId(environment, { [companyId]: bakery.clientId });
    await syncNow(environment, bakery.clientId);
    const { bitdefenderThreats } = await environment.data<{ bitdefenderThreats: { edges: { node: Threat }[] } }>(
      technician,
      threats,
    );
    [{ node: threat }] = bitdefenderThreats.edges as [{ node: Threat }];
  });

  it('lead from a threat to its alert, its company, its integration and back', () => {
    const { id } = threat;
    expect(threat.company).toMatchObject({ id: threat.companyId, integration: { id: threat.company.integrationId } });
    expect(threat.integration.id).toBe(threat.company.integrationId);
    expect(threat.device).toMatchObject({ company: { id: threat.companyId }, integration: threat.integration });
    expect(threat.alert).toMatchObject({ threat: { id }, outbreak: null, deliveries: [{ kind: 'CREATE_TICKET' }] });
  });

  it('lead from a run to the integration that it reads', async () => {
    const { bitdefenderSyncRuns } = await environment.data<{
      bitdefenderSyncRuns: { edges: { node: { integrationId: string; integration: { id: string } } }[] };
    }>(technician, '{ bitdefenderSyncRuns(first: 1) { edges { node { integrationId integration { id } } } } }');
    const [run] = bitdefenderSyncRuns.edges;
    expect(run?.node).toEqual({ integrationId: threat.integration.id, integration: { id: threat.integration.id } });
  });

  it('lead from a rule to its clients and companies, from settings to clients, and from a key and a run to people', async () => {
    const { companyId: ofThreat } = threat;
    const rule = {
      name: 'Of the bakery',
      scope: { kind: 'ONLY', clientIds: [clientId] },
      conditions: { companyIds: [ofThreat] },
      actions: [{ kind: 'NOTIFY', channel: 'security' }],
    };
    const settings = { version: await versionNow(environment, 'settings'), portalHiddenClientIds: [clientId] };
    const change = `mutation ($rule: SaveBitdefenderAlertRuleInput!, $settings: UpdateBitdefenderSettingsInput!) {
      saveBitdefenderAlertRule(input: $rule) { rule { clients { id } companies { id } } userErrors { code } }
      updateBitdefenderSettings(input: $settings) { settings { portalHiddenClients { id } } userErrors { code } } }`;
    expect(await environment.data(admin, change, { rule, settings })).toEqual({
      saveBitdefenderAlertRule: {
        rule: { clients: [{ id: clientId }], companies: [{ id: ofThreat }] },
        userErrors: [],
      },
      updateBitdefenderSettings: { settings: { portalHiddenClients: [{ id: clientId }] }, userErrors: [] },
    });
    const people = `{ bitdefenderIntegrations { keySetBy keySetByUser { id } }
      bitdefenderSyncRuns(last: 1) { edges { node { requestedBy requestedByUser { id } } } } }`;
    const requestedBy = async () => (await environment.ask(technician, people, {}, environment.app.url)).data;
    const runBy = (subject: string, user: object | null) => ({
      bitdefenderIntegrations: [{ keySetBy: 'ada', keySetByUser: { id: 'ada' } }],
      bitdefenderSyncRuns: { edges: [{ node: { requestedBy: subject, requestedByUser: user } }] },
    });
    expect(await requestedBy()).toEqual(runBy('tom', { id: 'tom' }));
    // The schedule is nobody.
    await environment.database.query("update sync_run set requested_by = 'schedule'");
    expect(await requestedBy()).toEqual(runBy('schedule', null));
  });

  const references = (identity: Identity) =>
    environment.ask<{ _entities: unknown[] }>(
      identity,
      `query ($references: [_Any!]!) { _entities(representations: $references) {
        ... on BitdefenderAlert { title } ... on BitdefenderCompany { name } ... on BitdefenderIntegration { state } } }`,
      {
        references: [
          { __typename: 'BitdefenderAlert', id: threat.alert?.id.toUpperCase() },
          { __typename: 'BitdefenderCompany', id: threat.companyId },
          { __typename: 'BitdefenderIntegration', id: threat.integration.id },
        ],
      },
      environment.app.url,
    );

  it('may begin in another subgraph, by key', async () => {
    expect((await references(technician)).data).toEqual({
      _entities: [{ title: 'Trojan.One' }, { name: threat.company.name }, { state: 'CONNECTED' }],
    });
  });

  it('lead nowhere for another tenant', async () => {
    const { data, errors } = await references(foreigner);
    expect(data).toEqual({ _entities: [null, null, null] });
    expect(errors).toHaveLength(3);
  });
});

describe('links to people', () => {
  it('lead to the users of core, and from what Bitdefender did to nobody', async () => {
    const environment = await testEnvironment({ gateway: true });
    const bakery = addBakery(environment);
    for (const name of ['Trojan.Assigned', 'Trojan.Left'])
      environment.gravityZone.world.addIncident({ ...bakery, name, severityScore: 90 });
    environment.core.world('msp-one').users.set('tom', { id: 'tom', name: 'The technician' });
    await connectSimulator(environment);
    await mapByBdId(environment, { [bakery.companyId]: bakery.clientId });
    await syncNow(environment, bakery.clientId);
    const list = `{ bitdefenderThreats(filter: { status: ALL }, orderBy: MOST_SEVERE) { edges { node {
      id name assignee { id name } resolvedBy resolvedByUser { name } company { mappedByUser { id name } } } } } }`;
    interface Found {
      id: string;
      name: string;
    }
    const nodes = async () => {
      const { bitdefenderThreats } = await environment.data<{ bitdefenderThreats: { edges: { node: Found }[] } }>(
        technician,
        list,
      );
      return bitdefenderThreats.edges.map(({ node }) => node).toSorted((a, b) => (a.name < b.name ? -1 : 1));
    };
    const [assigned] = await nodes();
    const triage = `mutation ($input: TriageBitdefenderThreatsInput!) {
      triageBitdefenderThreats(input: $input) { userErrors { code } } }`;
    for (const decision of [{ decision: 'ASSIGN', assigneeId: 'tom' }, { decision: 'RESOLVE' }])
      await environment.data(technician, triage, { input: { ids: [assigned?.id], ...decision } });
    expect(await nodes()).toMatchObject([
      {
        name: 'Trojan.Assigned',
        assignee: { id: 'tom', name: 'The technician' },
        resolvedBy: 'tom',
        resolvedByUser: { name: 'The technician' },
        company: { mappedByUser: { id: 'ada', name: 'ada' } },
      },
      { name: 'Trojan.Left', assignee: null, resolvedBy: null, resolvedByUser: null },
    ]);
  });

  it('are chosen from the lists of core, as are teams, channels and those on call', async () => {
    const environment = await testEnvironment({ gateway: true });
    const { users, teams, channels, onCalls } = await environment.data<Record<string, { id: string; name: string }[]>>(
      technician,
      '{ users { id name } teams { id name } channels { id name } onCalls { id name } }',
    );
    expect([users, teams, channels, onCalls].map((list) => (list ?? []).length > 0)).toEqual([true, true, true, true]);
    expect(teams).toContainEqual({ id: 'security', name: 'Security' });
  });
});

describe('links of an outbreak', () => {
  it('lead from the alert of each threat to that of the outbreak', async () => {
    const environment = await testEnvironment();
    const { world } = environment.gravityZone;
    const bakery = addBakery(environment);
    for (let machine = 0; machine < 12; machine += 1) {
      const deviceId = world.addDevice({ companyId: bakery.companyId, name: `TILL-${machine}` }).id;
      world.addIncident({ companyId: bakery.companyId, deviceId, name: 'Worm.Till', severityScore: 90 });
    }
    await connectSimulator(environment);
    await mapByBdId(environment, { [bakery.companyId]: bakery.clientId });
    await syncNow(environment, bakery.clientId);
    const { bitdefenderAlerts } = await environment.data<{
      bitdefenderAlerts: { edges: { node: { kind: string; outbreak: { kind: string } | null } }[] };
    }>(technician, '{ bitdefenderAlerts(first: 50) { edges { node { kind outbreak { kind } } } } }');
    const kinds = bitdefenderAlerts.edges.map(({ node }) => [node.kind, node.outbreak?.kind]);
    expect(kinds).toContainEqual(['THREAT', 'OUTBREAK']);
    expect(kinds).toContainEqual(['OUTBREAK', undefined]);
  });
});
