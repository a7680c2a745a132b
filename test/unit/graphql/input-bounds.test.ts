import {
  extendSchema,
  type GraphQLInputType,
  type GraphQLSchema,
  getIntrospectionQuery,
  getNamedType,
  getNullableType,
  graphql,
  isEnumType,
  isInputObjectType,
  isListType,
  parse,
} from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { createInputChecks, inputBounds } from '../../../src/graphql/input-bounds.js';
import { waysOf } from '../../support/input-ways.js';
import { buildSchemas } from '../../support/schemas.js';

let schema: GraphQLSchema;

beforeAll(async () => {
  schema = (await buildSchemas()).full;
});

describe('every argument and input field', () => {
  it('has a bound if it takes texts or lists', () => {
    const isOpen = (type: GraphQLInputType) => {
      const named = getNamedType(type);
      return isListType(getNullableType(type)) || named.name === 'ID' || named.name === 'String';
    };
    const open = [...inputBounds(schema)].filter(([, { definition }]) => isOpen(definition.type));
    expect(open.length).toBeGreaterThan(120);
    expect(open.filter(([, { bound }]) => Object.keys(bound).length === 0)).toEqual([]);
  });

  it('names its bound in its description', () => {
    const silent = [...inputBounds(schema)].flatMap(([name, { definition, bound }]) =>
      Object.values(bound)
        .filter((most: number) => !definition.description?.replaceAll(',', '').includes(String(most)))
        .map((most) => `${name} ${most}`),
    );
    expect(silent).toEqual([]);
  });

  it.each([
    ['a text', 'extend type Query { planted(words: String): Int }', 'The text Query.planted(words:)'],
    ['a text of a nested field', 'extend type BitdefenderDevice { planted(words: String): Int }', 'The text Bitdef'],
    ['a list of ids', 'extend type Query { planted(things: [ID!]): Int }', 'The list Query.planted(things:)'],
    ['a list of numbers', 'extend type Query { planted(numbers: [Int]): Int }', 'The list Query.planted(numbers:)'],
    ['a text of an input', 'input Planted { words: String }', 'The text Planted.words'],
    ['a list of inputs', 'input Planted { all: [Planted!] }', 'The list Planted.all'],
    ['a scalar of any size', 'scalar Any extend type Query { planted(any: Any): Int }', 'Query.planted(any:) is a Any'],
  ])('is refused at build time for %s without a bound', (_what, definitions, message) => {
    expect(() => inputBounds(extendSchema(schema, parse(definitions)))).toThrow(message);
  });
});

describe('the checks of arguments', () => {
  it('refuse what is beyond a bound, and name the field, on every way into the graph', () => {
    const checks = createInputChecks(schema);
    const bounds = inputBounds(schema);
    let tried = 0;
    for (const { field, path, place, type, argsWith } of waysOf(schema)) {
      const check = checks.get(field);
      const { characters, items } = bounds.get(place)?.bound ?? {};
      const isList = isListType(getNullableType(type));
      const named = getNamedType(type);
      // No two alike, since some lists are refused for that.
      const element = (number: number) => {
        if (isEnumType(named)) return named.getValues()[0]?.value;
        return isInputObjectType(named) ? { companyId: `x${number}` } : `x${number}`;
      };
      const list = (length: number) => Array.from({ length }, (_, number) => element(number));
      if (items !== undefined) {
        expect(check?.(argsWith(list(items))), place).toBeNull();
        expect(check?.(argsWith(list(items + 1))), place).toMatchObject({ field: path });
        tried += 1;
      }
      if (characters !== undefined) {
        const give = (text: string) => check?.(argsWith(isList ? ['x', text] : text));
        expect(give('x'.repeat(characters)), place).toBeNull();
        const at = isList ? [...path, '1'] : path;
        expect(give('x'.repeat(characters + 1)), place).toMatchObject({ field: at });
        expect(give('\ud800'), place).toMatchObject({ code: 'BAD_TEXT', field: at });
        tried += 1;
      }
    }
    expect(tried).toBeGreaterThan(200);
  });

  it.each(['', ' client', 'client\n', 'a b', 'cl\u200bient', 'ｃlient', '"', '-1', '\0'])(
    'refuse %j as an id',
    (id) => {
      const check = createInputChecks(schema).get('Mutation.syncBitdefenderClient');
      expect(check?.({ input: { clientId: id } })).toMatchObject({ code: 'BAD_ID', field: ['input', 'clientId'] });
    },
  );
});

describe('a request beyond a bound', () => {
  const viewer = { tenantId: 'msp', subject: 'user', name: 'User', clientId: null, expiresAt: new Date(0) };
  const ask = (source: string, role: string, variableValues: Record<string, unknown> = {}) =>
    graphql({
      schema,
      source,
      variableValues,
      contextValue: { noteAccess: () => undefined, viewer: { ...viewer, roles: [role] } },
    });
  const long = 'x'.repeat(900_000);

  it('gets a user error in the payload of a mutation', async () => {
    const result = await ask(
      `mutation ($input: SaveBitdefenderAlertRuleInput!) {
        saveBitdefenderAlertRule(input: $input) { rule { id } userErrors { code field message } }
      }`,
      'admin',
      {
        input: {
          name: 'Rule',
          scope: { kind: 'ALL', clientIds: [] },
          conditions: {},
          actions: [{ kind: 'SUPPRESS', reason: long }],
        },
      },
    );
    expect(result).toEqual({
      data: {
        saveBitdefenderAlertRule: {
          rule: null,
          userErrors: [
            {
              code: 'TOO_LONG',
              field: ['input', 'actions', '0', 'reason'],
              message: 'Enter at most 500 characters.',
            },
          ],
        },
      },
    });
  });

  it('gets an error at the field of a query', async () => {
    const source = 'query ($search: String) { bitdefenderThreats(filter: { search: $search }) { totalCount } }';
    const { errors } = await ask(source, 'technician', { search: long });
    expect(errors?.[0]?.originalError).toMatchObject({
      userErrors: [{ code: 'TOO_LONG', field: ['filter', 'search'] }],
    });
  });

  it('gets FORBIDDEN when its user may not use the field', async () => {
    const source = 'mutation { deleteBitdefenderWebhook(input: { webhookId: "" }) { userErrors { code } } }';
    const { errors } = await ask(source, 'technician');
    expect(errors?.[0]?.extensions).toEqual({ code: 'FORBIDDEN' });
  });

  it('leaves introspection as it is', async () => {
    const { errors } = await ask(getIntrospectionQuery(), 'technician');
    expect(errors).toBeUndefined();
  });
});
