import { buildClientSchema, buildSchema, getIntrospectionQuery, type IntrospectionQuery } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Identity } from '../../demo/tokens.js';
import { admin, type TestEnvironment, testEnvironment } from '../support/environment.js';
import { connectSimulator, mapByBdId, syncNow } from '../support/msp.js';
import { reachableFields, walkSchema } from '../support/walk-schema.js';

const everything = `{ portalBitdefenderThreats { edges { node { id name severity outcome hostName detectedAt } } }
  portalBitdefenderThreatCounts { today thisWeek thisMonth } }`;
const updateSettings = `mutation ($input: UpdateBitdefenderSettingsInput!) {
  updateBitdefenderSettings(input: $input) { userErrors { code } } }`;
const nothing = { portalBitdefenderThreats: { edges: [] }, portalBitdefenderThreatCounts: null };

describe('what a portal user sees', () => {
  let environment: TestEnvironment;
  let baker: Identity;
  let butcher: Identity;

  beforeAll(async () => {
    environment = await testEnvironment({ tick: '0 0 1 1 *' });
    const { world } = environment.gravityZone;
    const mapping: Record<string, string> = {};
    const addClient = (name: string): Identity => {
      const clientId = environment.core.world('msp-one').addClient({ name }).id;
      const companyId = world.addCompany(name).id;
      const deviceId = world.addDevice({ companyId, name: `${name}-01` }).id;
      world.addIncident({ companyId, deviceId, name: `Trojan.${name}`, severityScore: 88, action: 'blocked' });
      world.addIncident({ companyId, deviceId, name: `Adware.${name}`, severityScore: 20, filePath: 'C:\\x.exe' });
      mapping[companyId] = clientId;
      return { subject: `user of ${name}`, roles: ['portal'], tenantId: 'msp-one', clientId };
    };
    baker = addClient('BAKERY');
    butcher = addClient('BUTCHER');
    await connectSimulator(environment);
    await mapByBdId(environment, mapping);
    await syncNow(environment, baker.clientId ?? '');
  });

  const settings = (input: object) => environment.data(admin, updateSettings, { input });

  async function threatNames(identity: Identity): Promise<string[]> {
    const answer = await environment.data<{ portalBitdefenderThreats: { edges: { node: { name: string } }[] } }>(
      identity,
      everything,
    );
    return answer.portalBitdefenderThreats.edges.map(({ node }) => node.name).sort();
  }

  it('is a schema of its own, with the curated fields and no other', async () => {
    const schema = buildClientSchema(await environment.data<IntrospectionQuery>(baker, getIntrospectionQuery()));
    expect(schema.getMutationType()).toBeFalsy();
    expect(schema.getSubscriptionType()).toBeFalsy();
    expect(reachableFields(schema).sort()).toEqual([
      'BitdefenderPageInfo.endCursor',
      'BitdefenderPageInfo.hasNextPage',
      'PortalBitdefenderThreat.detectedAt',
      'PortalBitdefenderThreat.hostName',
      'PortalBitdefenderThreat.id',
      'PortalBitdefenderThreat.name',
      'PortalBitdefenderThreat.outcome',
      'PortalBitdefenderThreat.severity',
      'PortalBitdefenderThreatConnection.edges',
      'PortalBitdefenderThreatConnection.pageInfo',
      'PortalBitdefenderThreatCounts.thisMonth',
      'PortalBitdefenderThreatCounts.thisWeek',
      'PortalBitdefenderThreatCounts.today',
      'PortalBitdefenderThreatEdge.cursor',
      'PortalBitdefenderThreatEdge.node',
      'Query._service',
      'Query.portalBitdefenderThreatCounts',
      'Query.portalBitdefenderThreats',
      '_Service.sdl',
    ]);
    // No type of the technicians' graph is even named.
    const names = Object.keys(schema.getTypeMap()).filter((name) => /^(Bitdefender|Agent|Client|Ticket)/.test(name));
    expect(names).toEqual(['BitdefenderPageInfo']);
  });

  it('describes that schema to the gateway too, and not the whole one', async () => {
    const { _service } = await environment.data<{ _service: { sdl: string } }>(baker, '{ _service { sdl } }');
    expect(_service.sdl).not.toMatch(/path|user|signature|hash|note|Mutation|Subscription|Agent|bitdefenderThreats/);
  });

  it('is nothing until the MSP switches it on', async () => {
    expect(await environment.data(baker, everything)).toEqual(nothing);
    expect(await environment.data(butcher, everything)).toEqual(nothing);
  });

  it("is the own client's threats once it is on, in plain words", async () => {
    await settings({ portalEnabled: true });
    expect(await environment.data(baker, everything)).toEqual({
      portalBitdefenderThreats: {
        edges: expect.arrayContaining([
          {
            node: {
              id: expect.any(String),
              name: 'Trojan.BAKERY',
              severity: 'SERIOUS',
              outcome: 'STOPPED',
              hostName: 'BAKERY-01',
              detectedAt: expect.any(String),
            },
          },
        ]),
      },
      portalBitdefenderThreatCounts: { today: 2, thisWeek: 2, thisMonth: 2 },
    });
    expect(await threatNames(baker)).toEqual(['Adware.BAKERY', 'Trojan.BAKERY']);
    expect(await threatNames(butcher)).toEqual(['Adware.BUTCHER', 'Trojan.BUTCHER']);
  });

  it('never holds more than that, whatever is asked for', async () => {
    const introspected = await environment.data<IntrospectionQuery>(baker, getIntrospectionQuery());
    const requests = walkSchema(buildClientSchema(introspected), { pools: { Int: [100], String: ['after'] } });
    expect(new Set(requests.map(({ way }) => way))).toContain('Query.portalBitdefenderThreats');
    for (const { query, variables } of requests) {
      const answer = JSON.stringify(await environment.ask(baker, query, variables));
      expect(answer).not.toMatch(/BUTCHER|x\.exe|aaaaaaaa/);
    }
    const asAdmin = await environment.data<{ _service: { sdl: string } }>(admin, '{ _service { sdl } }');
    const whole = buildSchema(asAdmin._service.sdl, { assumeValidSDL: true });
    const beyond = Object.keys(whole.getQueryType()?.getFields() ?? {}).filter((name) => !/^(portal|_)/.test(name));
    expect(beyond).toContain('bitdefenderThreats');
    for (const field of beyond) {
      const answer = await environment.ask(baker, `{ ${field} { __typename } }`);
      expect(answer.data, field).toBeUndefined();
    }
  });

  it('is nothing again for a client that the MSP hides', async () => {
    await settings({ portalHiddenClientIds: [baker.clientId] });
    expect(await environment.data(baker, everything)).toEqual(nothing);
    expect(await threatNames(butcher)).toEqual(['Adware.BUTCHER', 'Trojan.BUTCHER']);
  });

  it('is not widened by another role in the same token', async () => {
    const answer = await environment.ask(
      { ...butcher, roles: ['portal', 'admin'] },
      '{ bitdefenderSettings { timeZone } }',
    );
    expect(answer.data).toBeUndefined();
    expect(await threatNames({ ...butcher, roles: ['admin', 'portal'] })).toEqual(['Adware.BUTCHER', 'Trojan.BUTCHER']);
  });

  it('is refused to a portal token that names no client', async () => {
    const token = await environment.tokens.issue({ subject: 'nobody', roles: ['portal'], tenantId: 'msp-one' });
    const response = await fetch(environment.app.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: everything }),
    });
    expect(response.status).toBe(401);
    expect(await response.json()).not.toHaveProperty('data');
  });
});
