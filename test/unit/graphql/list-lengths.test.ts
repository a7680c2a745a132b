import { readFile } from 'node:fs/promises';
import { extendSchema, getIntrospectionQuery, isObjectType, parse, validate } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { beyondLimits, costOf, limits } from '../../../src/graphql/limits.js';
import { assumedLength, checkListLengths, countingArguments } from '../../../src/graphql/lists/list-lengths.js';
import type { SubgraphSchema } from '../../../src/graphql/schema.js';
import { mostBuckets } from '../../../src/threat/counts/buckets.js';
import { anyVariables } from '../../support/any-input.js';
import { documentationPages } from '../../support/documentation.js';
import { buildSchemas } from '../../support/schemas.js';

let schema: SubgraphSchema;

beforeAll(async () => {
  schema = await buildSchemas();
});

describe('the check of list lengths', () => {
  const checked = (definitions: string) => () => checkListLengths(extendSchema(schema.full, parse(definitions)));

  it.each([
    ['a list', 'extend type BitdefenderDevice { planted: [String!]! }'],
    ['a list that may be null', 'extend type BitdefenderDevice { planted: [Int] }'],
    ['a list with a page size that may be null', 'extend type BitdefenderDevice { planted(first: Int): [ID!]! }'],
    ['a list of a root', 'extend type Query { planted: [BitdefenderThreat!]! }'],
    ['a list of an interface', 'interface Planted { planted: [ID!]! }'],
  ])('throws for %s without a length', (_what, definitions) => {
    expect(checked(definitions)).toThrow(/neither "first" nor an assumed length: \w+\.planted\./);
  });

  it('throws for the rows of an integration that a field gives whole', () => {
    expect(checked('extend type BitdefenderDevice { planted: BitdefenderThreatConnection! }')).toThrow(
      'neither "first" nor an assumed length: BitdefenderThreatConnection.edges.',
    );
  });

  it.each([
    'extend type BitdefenderDevice { planted(first: Int! = 5): [ID!]! }',
    'extend type BitdefenderDevice { planted(first: Int! = 5): BitdefenderThreatConnection! }',
    'extend type BitdefenderDevice { planted: [BitdefenderUserError!]! }',
    'extend type BitdefenderDevice { planted: [BitdefenderGap!]! }',
  ])('accepts %s', (definitions) => {
    expect(checked(definitions)).not.toThrow();
  });

  it('throws for a short list that leads back to itself', () => {
    expect(checked('extend type BitdefenderModule { planted: BitdefenderDevice }')).toThrow(
      'need an assumed length of 100: BitdefenderDevice.modules.',
    );
  });

  it('throws for a length of a field that does not exist', () => {
    expect(() => checkListLengths(schema.portal)).toThrow(/name what does not exist: .*Query\.bitdefenderIntegrations/);
  });
});

describe('the cost of a request', () => {
  const series = (args: string) => `{ bitdefenderThreatCounts { series${args} { steps { total } } } }`;
  const stepsCost = (steps: number) => 1 + 1 + steps * 2;

  it.each([
    ['a scalar', '{ bitdefenderSettings { timeZone } }', 2],
    ['a list of scalars', '{ bitdefenderSettings { portalHiddenClientIds } }', 1 + 1 + 100],
    ['a page', '{ bitdefenderThreats(first: 7) { edges { node { id name } } } }', 1 + 7 * (1 + 1 + 2)],
    ['a page from the end', '{ bitdefenderThreats(last: 7) { edges { node { id name } } } }', 1 + 7 * (1 + 1 + 2)],
    ['a page of its default size', '{ bitdefenderJobs { edges { node { id } } } }', 1 + 20 * (1 + 1 + 1)],
    ['a list without a page size', '{ bitdefenderWebhooks { id name } }', 1 + 20 * 2],
    ['a trend', '{ bitdefenderCoverage { trend(days: 90) { day agents } } }', 1 + 1 + 90 * 2],
    ['a series', series(''), stepsCost(31)],
    ['a series by hour', series('(step: HOUR)'), stepsCost(25)],
    ['a series by hour of a month', series('(step: HOUR, window: THIS_MONTH)'), stepsCost(745)],
    ['a series of a week', series('(window: THIS_WEEK)'), stepsCost(7)],
    ['a series of a range', series('(from: "2026-01-01T00:00:00Z")'), stepsCost(mostBuckets)],
  ])('counts the rows of %s', (_what, query, cost) => {
    const document = parse(query);
    expect(validate(schema.full, document)).toEqual([]);
    expect(costOf(schema.full, document)).toBe(cost);
  });

  it('counts references', () => {
    const document = parse(
      'query ($all: [_Any!]!) { _entities(representations: $all) { ... on Client { id bitdefender { companies { id } } } } }',
    );
    expect(costOf(schema.full, document, { all: [{}, {}, {}] })).toBe(1 + 3 * (1 + 1 + 1 + 100));
  });
});

/** What the screens of a portal ask this subgraph for; a gateway asks for agents and clients by reference. */
const screens: [string, string][] = [
  [
    '100 agents with badge and hover',
    entities(
      'Agent',
      `bitdefender { id name health matchKind syncing presence healthReasons { code message } policy { id name applied }
        lastScan { name at } threatCounts { today thisWeek thisMonth unresolved asOf stale } }`,
    ),
  ],
  [
    '100 clients with counts, coverage and a month by day',
    entities(
      'Client',
      `bitdefender { lastSyncedAt syncing coverage { machines protectedAgents agents } companies { id name state }
        threatCounts { today thisWeek thisMonth unresolved unresolvedBySeverity { critical high } stale
          series { steps { from total bySeverity { critical high medium low unknown } } } } }`,
    ),
  ],
  [
    'the tab of a client',
    entities(
      'Client',
      `bitdefender { companies { id name state } lastSyncedAt freshness { stale staleAt streams { stream stale } }
        cadence { active reasons nextSyncAt } coverage { gaps { gap machines } trend { day machines } }
        threats(first: 20) { totalCount edges { node { id name severity status detectedAt } } }
        devices(orderBy: HEALTH, first: 20) { totalCount edges { node { id name health } } } }`,
    ),
  ],
  [
    '100 machines with what Bitdefender knows of them',
    `{ bitdefenderDevices(first: 100) { totalCount edges { cursor node { id name knownTo health gaps client { id }
        agent { id } device { id name health healthReasons { code message } modules { name on }
        twins { id presence } threatCounts { today unresolved } state { asOf online infected } } } } } }`,
  ],
  [
    'the mappings of companies',
    `{ bitdefenderCompanies(first: 100) { edges { node { id bdId name kind state path depth ignored { at by reason } client { id } mappedAt
        active activityReasons deviceCount unresolvedThreatCount worstSeverity lastThreatAt } } }
      bitdefenderMappingSuggestions { company { id } client { id } score reasons { code message } }
      bitdefenderCompanyEvents(first: 20) { edges { node { id kind before after at company { id name } } } } }`,
  ],
  [
    '100 threats with their history',
    `{ bitdefenderThreats(first: 100) { totalCount edges { node { id name severity status action filePath detectedAt
        client { id } agent { id } device { id name }
        changes(first: 20) { edges { node { kind at actor note } } } } } } }`,
  ],
  [
    '100 alerts with what was done about them',
    `{ bitdefenderAlerts(first: 100) { edges { node { id title severity state client { id } threat { id filePath }
        ticket { id } routing { outcome message rules { ruleName matched why } }
        deliveries { kind state attempts lastError } changes { kind at actor } } } } }`,
  ],
];

function entities(type: string, selection: string): string {
  return `query ($references: [_Any!]!) { _entities(representations: $references) { ... on ${type} { ${selection} } } }`;
}

describe('within the limits is', () => {
  it.each(screens)('%s', (_what, query) => {
    const document = parse(query);
    expect(validate(schema.full, document)).toEqual([]);
    const references = Array.from({ length: 100 }, () => ({}));
    expect(beyondLimits(schema.full, document, { references })).toBeNull();
  });

  it('every example of the documentation, with pages of 100', async () => {
    const texts = await Promise.all((await documentationPages()).map((page) => readFile(page, 'utf8')));
    const documents = texts
      .flatMap((text) => [...text.matchAll(/```graphql\n([\s\S]*?)```/g)])
      .map(([, example = '']) => parse(example))
      // The others ask core too, and reach this subgraph in parts.
      .filter((document) => validate(schema.full, document).length === 0);
    expect(documents.length).toBeGreaterThan(20);
    for (const document of documents)
      for (const operation of document.definitions)
        if (operation.kind === 'OperationDefinition') {
          const variables = anyVariables(schema.full, operation);
          const name = operation.name?.value;
          expect(beyondLimits(schema.full, document, variables, name), name).toBeNull();
        }
  });

  it('introspection', () => {
    for (const graph of [schema.full, schema.portal])
      expect(beyondLimits(graph, parse(getIntrospectionQuery()), {})).toBeNull();
  });
});

it('counts the lists of introspection too', () => {
  const aliased = Array.from({ length: 100 }, (_, number) => `a${number}: type { name }`).join(' ');
  const document = parse(`{ __schema { types { fields { type { fields { ${aliased} } } } } } }`);
  expect(validate(schema.full, document)).toEqual([]);
  expect(beyondLimits(schema.full, document, {})?.extensions.code).toBe('REQUEST_TOO_LARGE');
});

describe('the remembered cost of a document', () => {
  it('depends on no argument that it does not look at', () => {
    const read = new Set<string>();
    const watched = new Proxy(
      {},
      {
        get(_, name) {
          read.add(String(name));
          return undefined;
        },
      },
    );
    for (const type of Object.values(schema.full.getTypeMap()))
      if (isObjectType(type))
        for (const field of Object.values(type.getFields())) assumedLength(type.name, field, watched);
    expect(read.size).toBeGreaterThan(5);
    expect([...read].filter((name) => !countingArguments.has(name))).toEqual([]);
  });

  it('is that of the variables of each request', () => {
    const document =
      parse(`query ($first: Int, $filter: BitdefenderThreatFilter, $more: Boolean = true, $clients: [_Any!]!) {
      bitdefenderThreats(first: $first, filter: $filter) { edges { node { id name @include(if: $more) } } }
      _entities(representations: $clients) { ... on Client { id } } }`);
    const refused = (variables: object) =>
      beyondLimits(schema.full, document, { clients: [], ...variables })?.message ?? null;
    const client = { __typename: 'Client', id: 'one' };
    const few = { first: 10, filter: { clientId: 'one' }, clients: [client] };
    for (const variables of [few, { ...few, filter: null }, {}, { first: null }, { first: 100, more: false }, few])
      expect(refused(variables)).toBeNull();
    expect(refused({ clients: Array.from({ length: limits.cost }, () => client) })).toContain('could give');
    expect(refused({ clients: Array.from({ length: limits.cost - 1_000 }, () => client), first: 400 })).toContain(
      'could give',
    );
    expect(refused({ first: limits.cost })).toContain('could give');
    expect(refused({ first: 'ten' })).toContain('Variable "$first"');
    expect(refused(few)).toBeNull();
  });
});
