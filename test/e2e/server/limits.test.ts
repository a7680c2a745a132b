import { beforeAll, describe, expect, it } from 'vitest';
import { limits } from '../../../src/graphql/limits.js';
import { admin, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { openSocket } from '../../support/live.js';
import { connectSimulator, mapByBdId } from '../../support/msp.js';

const threats = (selection: string) =>
  `query ($first: Int) { bitdefenderThreats(first: $first) { edges { node { ${selection} } } } }`;
const deep = (levels: number): string => (levels === 0 ? 'id' : `agent { bitdefender { ${deep(levels - 1)} } }`);
const aliased = (count: number) => Array.from({ length: count }, (_, number) => `a${number}: id`).join(' ');
const nested = (first: string) => `client { bitdefender { devices(first: ${first}) { edges { node {
  client { bitdefender { devices(first: 100) { edges { node { id name } } } } } } } } } }`;

/** Companies of the clients of companies, so many times below the first ones. */
const companies = (levels: number): string =>
  levels === 0 ? 'id' : `id client { bitdefender { companies { ${companies(levels - 1)} } } }`;
const ofClient = (selection: string) =>
  `query ($all: [_Any!]!) { _entities(representations: $all) { ... on Client { bitdefender { ${selection} } } } }`;
const oneClient = { all: [{ __typename: 'Client', id: 'client-1' }] };
const severalTimes = (count: number, selection: string) =>
  Array.from({ length: count }, (_, number) => `a${number}: companies { ${selection} }`).join(' ');

const lists: [string, string, object][] = [
  ...[2, 3, 4].map((levels): [string, string, object] => [
    `${levels} lists of companies below one of all`,
    `{ bitdefenderCompanies(first: 100) { edges { node { ${companies(levels)} } } } }`,
    {},
  ]),
  ['3 lists of companies of a client', ofClient(`companies { ${companies(2)} }`), oneClient],
  ['2 lists of companies of a client under 30 aliases', ofClient(severalTimes(30, companies(1))), oneClient],
  [
    '2 lists of companies of 30 clients',
    ofClient(`companies { ${companies(1)} }`),
    { all: Array.from({ length: 30 }, (_, id) => ({ __typename: 'Client', id: `client-${id}` })) },
  ],
  [
    'lists of twins',
    'query ($id: ID!) { bitdefenderDevice(id: $id) { twins { twins { twins { id } } } } }',
    { id: '00000000-0000-4000-8000-000000000001' },
  ],
];

const tooMuch: [string, string, object][] = [
  ...lists,
  ['levels', threats(deep(10)), {}],
  ['aliases', threats(aliased(limits.aliases + 1)), {}],
  ['rows inside rows', threats(nested('100')), { first: 100 }],
  [
    'rows inside rows by default',
    threats(
      'client { bitdefender { devices { edges { node { client { bitdefender { devices { edges { node { id client { bitdefender { devices { edges { node { id } } } } } } } } } } } } } } }',
    ),
    {},
  ],
  [
    'references',
    'query ($all: [_Any!]!) { _entities(representations: $all) { ... on BitdefenderThreat { id name status severity action filePath fileHash hostName note link history occurrences detectedAt lastDetectedAt } } }',
    { all: Array.from({ length: 20_000 }, (_, id) => ({ __typename: 'BitdefenderThreat', id: String(id) })) },
  ],
];

describe('a request beyond the limits', () => {
  let environment: TestEnvironment;
  beforeAll(async () => {
    environment = await testEnvironment();
  });

  it.each(tooMuch)('rejects too much in %s over HTTP', async (_what, query, variables) => {
    const { errors, data } = await environment.ask(technician, query, variables);
    expect(data ?? null).toBeNull();
    expect(errors?.[0]?.extensions?.code).toBe('REQUEST_TOO_LARGE');
  });

  it('rejects a query with too many tokens before it is parsed', async () => {
    const { errors } = await environment.ask(technician, `{ ${'__typename '.repeat(limits.tokens)} }`);
    expect(errors?.[0]?.message).toContain('tokens');
  });

  it('rejects a request beyond the limits over WebSocket', async () => {
    const client = await openSocket(environment, technician);
    const answer = (query: string, variables: Record<string, unknown> = {}) =>
      new Promise((resolve) =>
        client.subscribe({ query, variables }, { next: resolve, error: resolve, complete: () => resolve(null) }),
      );
    const code = { extensions: { code: 'REQUEST_TOO_LARGE' } };
    expect(await answer(threats(nested('100')), { first: 100 })).toMatchObject({ errors: [code] });
    expect(await answer(`subscription { bitdefenderThreatDetected { threat { ${deep(10)} } } }`)).toMatchObject({
      errors: [code],
    });
    for (const [what, query, variables] of lists)
      expect(await answer(query, { ...variables }), what).toMatchObject({ errors: [code] });
    expect(await answer(threats('id'), { first: 100 })).toMatchObject({ data: { bitdefenderThreats: { edges: [] } } });
    await client.dispose();
  });

  it('allows pages of 100 rows with their own fields', async () => {
    const rows = `id name severity device { id name policy { name } threatCounts { today thisWeek thisMonth } }
      agent { id bitdefender { id health healthReasons { message } } } client { id bitdefender { threatCounts { today } } }`;
    await environment.data(technician, threats(rows), { first: 100 });
  });

  it('allows the companies beside each of the 24 rows of a client', async () => {
    const { gravityZone, core } = environment;
    const client = core.world('msp-one').addClient({ name: 'A client of many companies' });
    const partner = gravityZone.world.addCompany('Partner', { kind: 'PARTNER' });
    const bdIds = Array.from(
      { length: 24 },
      (_, number) => gravityZone.world.addCompany(`Branch ${number}`, { parentId: partner.id }).id,
    );
    await connectSimulator(environment, admin, gravityZone.addKey({ companyId: partner.id }));
    await mapByBdId(environment, Object.fromEntries(bdIds.map((bdId) => [bdId, client.id])));
    const query = ofClient(`companies { ${companies(1)} }`);
    const all = [{ __typename: 'Client', id: client.id }];
    const { _entities } = await environment.data<{
      _entities: { bitdefender: { companies: { client: { bitdefender: { companies: object[] } } }[] } }[];
    }>(technician, query, { all });
    const listed = _entities.flatMap(({ bitdefender }) => bitdefender.companies);
    expect(listed.flatMap(({ client: { bitdefender } }) => bitdefender.companies)).toHaveLength(24 * 24);
    const levels = await environment.ask(
      technician,
      `{ bitdefenderCompanies(first: 100) { edges { node { ${companies(1)} } } } }`,
    );
    expect(levels.errors).toBeUndefined();
  });

  it('reports the error of GraphQL when a variable has the wrong type', async () => {
    const { errors } = await environment.ask(technician, threats('id'), { first: 'many' });
    expect(errors?.[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
    expect(errors?.[0]?.message).not.toContain('many');
  });

  it('reports the NUL character when a text cannot be stored', async () => {
    const asked = [
      '{ bitdefenderThreats(filter: { search: "nul\\u0000" }) { edges { node { id } } } }',
      '{ bitdefenderDevices(filter: { policies: ["nul\\u0000"] }) { edges { node { id } } } }',
      `mutation { muteBitdefenderAlerts(input: { threatName: "nul\\u0000", reason: "?", until: "${new Date(Date.now() + 3_600_000).toISOString()}" }) { userErrors { code } } }`,
    ];
    for (const query of asked) {
      const { errors } = await environment.ask(technician, query);
      expect(errors, query).toMatchObject([
        { message: expect.stringContaining('NUL'), extensions: { code: 'BAD_USER_INPUT' } },
      ]);
    }
  });
});
