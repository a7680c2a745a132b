import { readFileSync } from 'node:fs';
import {
  buildASTSchema,
  execute,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  parse,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { withBudget } from '../../../src/database/request-budget.js';
import { budgetOf, limits } from '../../../src/graphql/limits.js';
import { countLists } from '../../../src/graphql/lists/count-lists.js';
import { isList } from '../../../src/graphql/lists/list-lengths.js';

type Field = GraphQLField<unknown, unknown>;

const document = parse(readFileSync('schema/bitdefender.graphql', 'utf8'));
/** The levels that a document may have, less those of the way to the cycle. */
const deepest = limits.depth;

const fieldsOf = (type: GraphQLObjectType): Field[] =>
  Object.values(type.getFields()).filter(
    (field) => isObjectType(getNamedType(field.type)) && field.args.every(canGive),
  );

/** Without an input object: no list of this schema needs one to lead back to itself. */
function canGive({ type, defaultValue }: GraphQLArgument): boolean {
  return !isNonNullType(type) || defaultValue !== undefined || !('getFields' in getNamedType(type));
}

function valueFor(argument: GraphQLArgument): string {
  const type = getNamedType(argument.type);
  const value = isEnumType(type) ? (type.getValues()[0]?.name ?? '') : type.name === 'Int' ? '1' : '"x"';
  return `${argument.name}: ${isListType(getNullableType(argument.type)) ? `[${value}]` : value}`;
}

function printed(field: Field): string {
  const needed = field.args.filter(({ type, defaultValue }) => isNonNullType(type) && defaultValue === undefined);
  return needed.length === 0 ? field.name : `${field.name}(${needed.map(valueFor).join(', ')})`;
}

/** The shortest way along fields from one type to another; null where there is none. */
function wayTo(from: GraphQLObjectType, to: GraphQLObjectType): Field[] | null {
  const seen = new Set([from]);
  let ways: { at: GraphQLObjectType; way: Field[] }[] = [{ at: from, way: [] }];
  while (ways.length > 0) {
    const found = ways.find(({ at }) => at === to);
    if (found) return found.way;
    ways = ways.flatMap(({ at, way }) =>
      fieldsOf(at).flatMap((field) => {
        const next = getNamedType(field.type) as GraphQLObjectType;
        if (seen.has(next)) return [];
        seen.add(next);
        return [{ at: next, way: [...way, field] }];
      }),
    );
  }
  return null;
}

interface Cycle {
  name: string;
  query: string;
}

/** A query for each list that leads back to itself: to it, and around as often as the depth allows. */
function cyclesOf(schema: GraphQLSchema): Cycle[] {
  const root = schema.getQueryType();
  if (!root) throw new Error('A schema without queries.');
  const types = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) && !type.name.startsWith('__'));
  return types.flatMap((type) =>
    fieldsOf(type as GraphQLObjectType)
      .filter(isList)
      .flatMap((field) => {
        const back = wayTo(getNamedType(field.type) as GraphQLObjectType, type as GraphQLObjectType);
        const lead = wayTo(root, type as GraphQLObjectType);
        if (back === null || lead === null) return [];
        const path = [...lead];
        while (path.length + back.length + 1 < deepest) path.push(field, ...back);
        const query = path.reduceRight((inner, each) => `{ ${printed(each)} ${inner} }`, '{ __typename }');
        return [{ name: `${type.name}.${field.name}`, query }];
      }),
  );
}

/** The schema with lists of this width everywhere; counts the elements that were handed out, and not refused. */
function withLists(width: number) {
  const schema = buildASTSchema(document, { assumeValidSDL: true });
  const given = { elements: 0 };
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields()))
      field.resolve = () => (isList(field) ? Array.from({ length: width }, () => ({})) : {});
  }
  countLists(schema);
  for (const type of Object.values(schema.getTypeMap()).filter(isObjectType))
    for (const field of Object.values(type.getFields()).filter(isList)) {
      const { resolve } = field;
      field.resolve = (...parameters) => {
        const count = (list: unknown) => {
          given.elements += Array.isArray(list) ? list.length : 0;
          return list;
        };
        const list: unknown = resolve?.(...parameters);
        return list instanceof Promise ? list.then(count) : count(list);
      };
    }
  return { schema, given };
}

describe('lists that lead back to themselves', () => {
  const cycles = cyclesOf(buildASTSchema(document, { assumeValidSDL: true }));

  it('are found', () => {
    expect(cycles.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['BitdefenderClient.companies', 'BitdefenderDevice.twins']),
    );
  });

  describe.each([2, 3, 24, 1_000])('of %i elements each', (width) => {
    const { schema, given } = withLists(width);

    it.each(cycles)('end within the budget for $name', async ({ query }) => {
      given.elements = 0;
      const { errors = [] } = await withBudget(budgetOf('query'), async () =>
        execute({ schema, document: parse(query), contextValue: { viewer: { tenantId: 'a' } } }),
      );
      const refused = errors.some(({ extensions }) => extensions.code === 'REQUEST_TOO_LARGE');
      expect(given.elements).toBeLessThanOrEqual(limits.fields);
      if (width >= 1_000) expect(refused).toBe(true);
    });
  });
});
