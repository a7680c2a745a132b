import {
  extendSchema,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  parse,
} from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { type CheckArguments, createInputChecks } from '../../../src/graphql/input-bounds.js';
import { checkTables, rangesOf } from '../../../src/graphql/input-checks.js';
import { inputGroups } from '../../../src/graphql/input-places.js';
import { type Way, waysOf } from '../../support/input-ways.js';
import { buildSchemas } from '../../support/schemas.js';

let schema: GraphQLSchema;
let checks: Map<string, CheckArguments>;

beforeAll(async () => {
  schema = (await buildSchemas()).full;
  checks = createInputChecks(schema);
});

const isList = ({ type }: Way) => isListType(getNullableType(type));
const isOfQuery = ({ field }: Way) => !field.startsWith('Mutation.') && !field.includes('previewBitdefender');
const check = ({ field, argsWith }: Way, value: unknown) => checks.get(field)?.(argsWith(value));

describe('an empty list', () => {
  it('is refused in every filter, by its path', () => {
    const filters = waysOf(schema).filter((way) => isList(way) && isOfQuery(way));
    expect(new Set(filters.map(({ place }) => place)).size).toBe(18);
    for (const way of filters) expect(check(way, []), way.place).toMatchObject({ code: 'EMPTY_LIST', field: way.path });
  });

  it('is refused as the objects of every bulk mutation', () => {
    const bulk = waysOf(schema).filter((way) => /\.(ids|eventIds|ruleIds|companyIds|mappings)$/.test(way.place));
    const refused = bulk.filter((way) => check(way, [])?.code === 'EMPTY_LIST');
    expect(refused.map(({ place }) => place).sort()).toEqual([
      'DecideBitdefenderAlertsInput.ids',
      'DismissBitdefenderCompanyEventsInput.eventIds',
      'IgnoreBitdefenderCompaniesInput.companyIds',
      'MapBitdefenderCompaniesInput.mappings',
      'ReorderBitdefenderAlertRulesInput.ruleIds',
      'RetryBitdefenderAlertDeliveriesInput.ids',
      'TriageBitdefenderThreatsInput.ids',
      'UnignoreBitdefenderCompaniesInput.companyIds',
      'UnmapBitdefenderCompaniesInput.companyIds',
    ]);
  });

  it('is taken where it says something', () => {
    const hidden = waysOf(schema).find(({ place }) => place === 'UpdateBitdefenderSettingsInput.portalHiddenClientIds');
    expect(hidden && check(hidden, [])).toBeNull();
  });
});

describe('an object that is named twice', () => {
  it('is refused in every bulk mutation, at its second place', () => {
    const bulk = waysOf(schema).filter(
      (way) => way.field.startsWith('Mutation.') && isList(way) && getNamedType(way.type).name === 'ID',
    );
    const refused = bulk.filter((way) => check(way, ['x', 'y', 'x']) !== null);
    expect(refused).toHaveLength(9);
    for (const way of refused)
      expect(check(way, ['x', 'y', 'x'])).toMatchObject({ code: 'DUPLICATE', field: [...way.path, '2'] });
  });

  it('is a company that is mapped twice, even to one client', () => {
    const mapping = { companyId: 'a', clientId: 'one' };
    const check = checks.get('Mutation.mapBitdefenderCompanies');
    expect(check?.({ input: { mappings: [mapping, { companyId: 'b', clientId: 'one' }] } })).toBeNull();
    for (const clientId of ['one', 'two'])
      expect(check?.({ input: { mappings: [mapping, { companyId: 'a', clientId }] } })).toMatchObject({
        code: 'DUPLICATE',
        field: ['input', 'mappings', '1', 'companyId'],
      });
  });
});

describe('a search', () => {
  it('has the same minimum length in every list', () => {
    const searches = waysOf(schema).filter(({ path }) => path.at(-1) === 'search');
    expect(new Set(searches.map(({ place }) => place))).toEqual(
      new Set(['Alert', 'Company', 'Device', 'Threat'].map((kind) => `Bitdefender${kind}Filter.search`)),
    );
    for (const way of searches) {
      for (const text of ['Tr', ' Tr ', 'x', '💀💀'])
        expect(check(way, text), way.place).toMatchObject({ code: 'SEARCH_TOO_SHORT', field: way.path });
      for (const text of ['Tro', '', '  ']) expect(check(way, text), way.place).toBeNull();
    }
  });
});

describe('a blank text', () => {
  it('is refused wherever it would silently narrow nothing', () => {
    const texts = waysOf(schema).filter(
      (way) => isOfQuery(way) && getNamedType(way.type).name === 'String' && way.path.at(-1) !== 'search',
    );
    expect(texts.length).toBeGreaterThan(20);
    for (const way of texts) {
      const path = isList(way) ? [...way.path, '0'] : way.path;
      const problem = check(way, isList(way) ? [' '] : ' ');
      expect(problem, way.place).toMatchObject({ code: expect.stringMatching(/^(BAD|EMPTY)_/), field: path });
    }
  });

  it.each([
    ['muteBitdefenderAlerts', { clientId: 'c', threatName: '', until: new Date(), reason: 'x' }, 'EMPTY_TEXT'],
    ['updateBitdefenderSettings', { timeZone: '' }, 'BAD_TIME_ZONE'],
    ['setBitdefenderTimeZone', { integrationId: 'x', timeZone: ' ' }, 'BAD_TIME_ZONE'],
  ])('is refused in %s', (mutation, input, code) => {
    expect(checks.get(`Mutation.${mutation}`)?.({ input })).toMatchObject({ code });
  });
});

describe('a range of times', () => {
  const [early, late] = [new Date('2026-01-01T00:00:00Z'), new Date('2026-01-02T00:00:00Z')];

  it('is refused everywhere when it does not start before its end', () => {
    const groups = inputGroups(schema).flatMap(({ name, places }) =>
      rangesOf(places).map(({ start, end }) => ({ name, start: start.definition.name, end: end.definition.name })),
    );
    expect(groups.map(({ name, start, end }) => `${name} ${start} ${end}`).sort()).toEqual([
      'BitdefenderAlertFilter raisedFrom raisedBefore',
      'BitdefenderAuditFilter from before',
      'BitdefenderThreatCounts.series from to',
      'BitdefenderThreatCounts.window from to',
      'BitdefenderThreatFilter detectedFrom detectedBefore',
      'Query.bitdefenderThreatSeries from to',
    ]);
    let tried = 0;
    for (const { name, start, end } of groups)
      for (const way of waysOf(schema).filter(({ place, type }) => {
        const named = getNamedType(type);
        return isInputObjectType(named) ? named.name === name : place.startsWith(`${name}(${start}:`);
      })) {
        const isInput = isInputObjectType(getNamedType(way.type));
        const ask = (from: unknown, to: unknown) => {
          const given = { [start]: from, [end]: to };
          return isInput ? check(way, given) : checks.get(name)?.(given);
        };
        for (const [from, to] of [[late, early] as const, [early, early] as const])
          expect(ask(from, to)).toMatchObject({
            code: 'BAD_RANGE',
            field: isInput ? [...way.path, start] : [start],
          });
        for (const [from, to] of [[early, late] as const, [early, null] as const, [undefined, late] as const])
          expect(ask(from, to)).toBeNull();
        tried += 1;
      }
    expect(tried).toBeGreaterThan(10);
  });

  it('has both sides, else the schema is not built', () => {
    const planted = extendSchema(schema, parse('extend type Query { planted(seenFrom: DateTime): Int }'));
    expect(() => createInputChecks(planted)).toThrow('Query.planted(seenFrom:)');
  });
});

describe('what is added to the schema', () => {
  it.each([
    ['extend type Query { planted(actor: String): Int }', 'What does a blank Query.planted(actor:) mean'],
    ['input CloseThingsInput { ids: [ID!]! }', 'May CloseThingsInput.ids hold an item twice'],
  ])('is refused at build time until it is decided: %s', (definitions, message) => {
    expect(() => checkTables(extendSchema(schema, parse(definitions)))).toThrow(message);
  });

  it('has no list of enum values that is forgotten', () => {
    const lists = waysOf(schema).filter((way) => isList(way) && isEnumType(getNamedType(way.type)));
    for (const way of lists.filter(({ place }) => /Filter\./.test(place)))
      expect(check(way, [])?.code, way.place).toBe('EMPTY_LIST');
  });
});
