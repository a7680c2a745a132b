import { readFile } from 'node:fs/promises';
import { buildSchema, type GraphQLSchema } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Identity } from '../../../demo/tokens.js';
import { type Answer, admin, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { openSocket } from '../../support/live.js';
import { addBakery, connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';
import { versionNow } from '../../support/versions.js';
import { type WalkedRequest, walkSchema } from '../../support/walk-schema.js';

type Answered = Answer<Record<string, unknown> | null>;

let environment: TestEnvironment;
let portal: Identity;
let ways: WalkedRequest[];

beforeAll(async () => {
  environment = await testEnvironment({ gateway: true });
  const { companyId, clientId, deviceId } = addBakery(environment);
  environment.core.world('msp-one').addAgent({ clientId, hostname: 'OVEN-01' });
  environment.gravityZone.world.addIncident({ companyId, deviceId, name: 'Trojan.Rye', severityScore: 95 });
  await connectSimulator(environment);
  await mapByBdId(environment, { [companyId]: clientId });
  await syncNow(environment, clientId);
  await environment.data(
    admin,
    'mutation ($input: UpdateBitdefenderSettingsInput!) { updateBitdefenderSettings(input: $input) { userErrors { code } } }',
    { input: { version: await versionNow(environment, 'settings'), portalEnabled: true } },
  );
  portal = { subject: 'paul', roles: ['portal'], tenantId: 'msp-one', clientId };
  ways = everyWay(buildSchema(await readFile('schema/bitdefender.graphql', 'utf8'), { assumeValidSDL: true }));
});

/** One request for each root field and reference. */
function everyWay(schema: GraphQLSchema): WalkedRequest[] {
  const requests = walkSchema(schema, {
    pools: {
      ID: ['a-0'],
      String: ['abc'],
      Int: [1],
      Boolean: [true],
      DateTime: ['2100-01-01T00:00:00Z'],
      JSON: [{}],
    },
    depth: 3,
  });
  return [...new Map(requests.reverse().map((request) => [request.way, request])).values()];
}

const places = [
  {
    place: 'the gateway',
    urls: () => ({ http: environment.gateway?.url ?? '', ws: environment.gateway?.wsUrl ?? '' }),
  },
  { place: 'the subgraph', urls: () => ({ http: environment.app.url, ws: environment.app.url.replace('http', 'ws') }) },
];

/** Where each error is, and its code; the gateway repeats an error of an entity, which it looks for in several ways. */
const shown = ({ errors = [] }: Answered) => {
  const all = errors.map(({ path, extensions }) => ({ path, code: extensions?.code }));
  return [...new Map(all.map((error) => [JSON.stringify(error), error])).values()];
};

describe.each(places)('one field that is refused, at $place', ({ urls }) => {
  const ask = (identity: Identity, query: string, variables = {}) =>
    environment.ask(identity, query, variables, urls().http);
  const onSocket = async (identity: Identity, query: string, variables = {}): Promise<Answered> => {
    const socket = await openSocket(environment, identity, { url: urls().ws });
    try {
      return await new Promise<Answered>((resolve) => {
        socket.subscribe(
          { query, variables },
          {
            next: resolve as never,
            error: (errors) => resolve({ errors: errors as never }),
            complete: () => undefined,
          },
        );
      });
    } finally {
      await socket.dispose();
    }
  };

  it('leaves the rest of the page where it is', async () => {
    const answer = await ask(
      technician,
      '{ bitdefenderAlertRules { name } bitdefenderWebhooks { id } bitdefenderThreats { edges { node { name } } } }',
    );
    expect(shown(answer)).toEqual([{ path: ['bitdefenderWebhooks'], code: 'FORBIDDEN' }]);
    expect(answer.data).toMatchObject({
      bitdefenderWebhooks: null,
      bitdefenderThreats: { edges: [{ node: { name: 'Trojan.Rye' } }] },
    });
    expect(answer.data?.bitdefenderAlertRules).not.toEqual([]);
  });

  it('refuses a portal user everything but the portal, beside what it shows', async () => {
    const queries = ways.filter(({ way }) => /^Query\.(?!portal)/.test(way));
    expect(queries.length).toBeGreaterThan(25);
    for (const { way, query, variables } of queries) {
      const both = query.replace(/\{/, '{ portalBitdefenderThreatCounts { unresolved: today }');
      const answer = await ask(portal, both, variables);
      const field = way.slice('Query.'.length);
      expect({ way, errors: shown(answer) }).toEqual({ way, errors: [{ path: [field], code: 'FORBIDDEN' }] });
      expect(answer.data, way).toEqual({ portalBitdefenderThreatCounts: { unresolved: 1 }, [field]: null });
    }
  });

  it('refuses a portal user every mutation', async () => {
    const mutations = ways.filter(({ way }) => way.startsWith('Mutation.'));
    expect(mutations.length).toBeGreaterThan(25);
    for (const { way, query, variables } of mutations) {
      const field = way.slice('Mutation.'.length);
      const answer = await ask(portal, query, variables);
      expect({ way, errors: shown(answer), data: answer.data }).toEqual({
        way,
        errors: [{ path: [field], code: 'FORBIDDEN' }],
        data: { [field]: null },
      });
    }
  });

  it('refuses a portal user every subscription', async () => {
    const subscriptions = ways.filter(({ way }) => way.startsWith('Subscription.'));
    expect(subscriptions.length).toBeGreaterThan(4);
    for (const { way, query, variables } of subscriptions) {
      const answer = await onSocket(portal, query, variables);
      expect({ way, codes: shown(answer).map(({ code }) => code) }).toEqual({ way, codes: ['FORBIDDEN'] });
    }
  });
});

it('names nothing beyond the portal to a portal user, in whatever is asked for beside it', async () => {
  const url = environment.app.url;
  const described = await environment.ask(portal, '{ _service { sdl } bitdefenderSettings { timeZone } }', {}, url);
  expect(described.data).toMatchObject({ bitdefenderSettings: null, _service: { sdl: expect.any(String) } });
  expect(JSON.stringify(described.data)).not.toContain('bitdefenderThreats');
  for (const introspected of [
    '__schema { types { name } }',
    '__type(name: "BitdefenderThreat") { name fields { name } }',
  ]) {
    const answer = await environment.ask(portal, `{ ${introspected} bitdefenderSettings { timeZone } }`, {}, url);
    expect(answer.errors?.length).toBeGreaterThan(0);
    expect(answer.data ?? null).toBeNull();
  }
  const misspelt = await environment.ask(portal, '{ bitdefenderThreat { id } }', {}, url);
  expect(misspelt.errors?.map(({ extensions }) => extensions?.code)).toEqual(['GRAPHQL_VALIDATION_FAILED']);
});

it("refuses a portal user what is added to core's types, and nothing else", async () => {
  const answer: Answered = await environment.ask(
    portal,
    '{ agents { edges { node { hostname bitdefender { id } client { name bitdefender { companies { name } } } } } } }',
  );
  const node = ['agents', 'edges', 0, 'node'];
  expect(shown(answer).sort((a, b) => Number(a.path?.length) - Number(b.path?.length))).toEqual([
    { path: [...node, 'bitdefender'], code: 'FORBIDDEN' },
    { path: [...node, 'client', 'bitdefender'], code: 'FORBIDDEN' },
  ]);
  expect(answer.data).toEqual({
    agents: {
      edges: [{ node: { hostname: 'OVEN-01', bitdefender: null, client: { name: 'The Bakery', bitdefender: null } } }],
    },
  });
});

it("gives a portal user no reference, with a refusal at each field of core's", async () => {
  const representations = [
    { __typename: 'Agent', id: 'a-1', hostname: 'OVEN-01', client: { id: 'c-1' } },
    { __typename: 'Client', id: 'c-1' },
    { __typename: 'BitdefenderDevice', id: '00000000-0000-4000-8000-000000000000' },
    { __typename: 'BitdefenderThreat', id: '00000000-0000-4000-8000-000000000000' },
  ];
  const answer: Answered = await environment.ask(
    portal,
    `query ($representations: [_Any!]!) { _entities(representations: $representations) {
      ... on Agent { id bitdefender { id } } ... on Client { id bitdefender { companies { name } } }
      ... on BitdefenderDevice { name } ... on BitdefenderThreat { name } } }`,
    { representations },
    environment.app.url,
  );
  expect(shown(answer)).toEqual([
    { path: ['_entities', 0, 'bitdefender'], code: 'FORBIDDEN' },
    { path: ['_entities', 1, 'bitdefender'], code: 'FORBIDDEN' },
  ]);
  expect(answer.data).toEqual({
    _entities: [{ id: 'a-1', bitdefender: null }, { id: 'c-1', bitdefender: null }, null, null],
  });
});
