import { beforeAll, describe, expect, it } from 'vitest';
import type { Identity } from '../../../demo/tokens.js';
import { type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { addBakery, connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';

const foreigner: Identity = { ...technician, tenantId: 'msp-two' };

describe('links between objects', () => {
  let environment: TestEnvironment;
  let companyId: string;
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
    companyId = bakery.companyId;
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
