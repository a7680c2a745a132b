import { readFile } from 'node:fs/promises';
import {
  buildASTSchema,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isSpecifiedScalarType,
  parse,
} from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { coreContract } from '../../../demo/core/contract.js';
import { composeSupergraph } from '../../../demo/gateway/compose.js';
import { printSubgraph, type SubgraphSchema } from '../../../src/graphql/schema.js';
import { buildSchemas } from '../../support/schemas.js';

let schema: SubgraphSchema;

beforeAll(async () => {
  schema = await buildSchemas();
});

it('is committed as it is: else run "npm run schema" and review the change', async () => {
  expect(await readFile('schema/bitdefender.graphql', 'utf8')).toBe(await printSubgraph(schema));
});

it("composes with core's contract into the committed supergraph", async () => {
  expect(await readFile('schema/supergraph.graphql', 'utf8')).toBe(composeSupergraph());
});

it('has enums whose values are their names: compiled queries write them as they are', () => {
  const enums = Object.values(schema.full.getTypeMap()).filter(isEnumType);
  expect(enums.length).toBeGreaterThan(10);
  for (const type of enums)
    expect(type.getValues().map(({ value }) => value)).toEqual(type.getValues().map(({ name }) => name));
});

describe('every definition is described for the person who queries it', () => {
  const core = buildASTSchema(parse(coreContract()), { assumeValidSDL: true });
  /** Whether core has this type or field, and describes it. */
  const isCores = (path: string) => {
    const [type = '', field] = path.split('.');
    const found = core.getType(type);
    return field === undefined ? found !== undefined : isObjectType(found) && field in found.getFields();
  };
  const ours = () =>
    Object.values(schema.full.getTypeMap()).filter(
      (type) =>
        !type.name.startsWith('_') &&
        !isSpecifiedScalarType(type) &&
        !isCores(type.name) &&
        type.name !== 'Subscription',
    );

  it('types', () => {
    const federation = ['link__Import', 'link__Purpose', 'federation__FieldSet'];
    const silent = ours().filter(
      ({ name, description }) => !description && !name.includes('__') && !federation.includes(name),
    );
    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  it('fields, arguments and enum values', () => {
    const silent = Object.values(schema.full.getTypeMap()).flatMap((type) => undescribed(type));
    expect(silent.filter((path) => !isCores(path))).toEqual([]);
  });
});

it('prefixes every type of ours, so that the supergraph never collides', () => {
  const core = ['Agent', 'Alert', 'Client', 'Ticket', 'User', 'PageInfo', 'DateTime', 'JSON'];
  const foreign = Object.values(schema.full.getTypeMap())
    .map(({ name }) => name)
    .filter((name) => !name.startsWith('_') && !name.includes('__') && !/Bitdefender/.test(name))
    .filter(
      (name) =>
        !['Query', 'Mutation', 'Subscription', 'String', 'Int', 'Float', 'Boolean', 'ID', ...core].includes(name),
    );
  expect(foreign).toEqual([]);
});

it('makes nullable what it adds to entities of others', () => {
  for (const name of ['Agent', 'Alert', 'Client', 'Ticket']) {
    const type = schema.full.getType(name);
    const added = Object.entries(isObjectType(type) ? type.getFields() : {}).filter(([field]) =>
      /^bitdefender/.test(field),
    );
    expect(added.map(([, field]) => isNonNullType(field.type))).toEqual([false]);
  }
});

describe('what may be null', () => {
  const fields = () =>
    Object.values(schema.full.getTypeMap())
      .filter((type) => isObjectType(type) && !type.name.startsWith('_'))
      .flatMap((type) =>
        isObjectType(type) ? Object.values(type.getFields()).map((field) => ({ of: type.name, ...field })) : [],
      )
      .filter(({ name }) => !name.startsWith('_'));

  it('is every root field, so that an error stays at its field', () => {
    const roots = fields().filter(({ of }) => ['Query', 'Mutation', 'Subscription'].includes(of));
    expect(roots.length).toBeGreaterThan(60);
    expect(roots.filter(({ type }) => isNonNullType(type)).map(({ name }) => name)).toEqual([]);
  });

  it('is no item of a list, and no part of a page', () => {
    const withNulls = (type: GraphQLOutputType): boolean => {
      const list = getNullableType(type);
      return isListType(list) && (!isNonNullType(list.ofType) || withNulls(list.ofType));
    };
    expect(fields().filter(({ type }) => withNulls(type))).toEqual([]);
    const pages = fields().filter(({ of, name }) => of.endsWith('Connection') && ['edges', 'pageInfo'].includes(name));
    expect(pages.length).toBeGreaterThan(20);
    expect(pages.filter(({ type }) => !isNonNullType(type)).map(({ of, name }) => `${of}.${name}`)).toEqual([]);
  });
});

describe('the names of inputs and payloads', () => {
  const pascal = (name: string) => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const fieldsOf = (root: 'getQueryType' | 'getMutationType') =>
    Object.values(schema.full[root]()?.getFields() ?? {}).filter(({ name }) => !name.startsWith('_'));
  const named = (suffix: string) =>
    Object.keys(schema.full.getTypeMap()).filter((name) => name.endsWith(suffix) && !name.startsWith('_'));

  it('are those of their mutation, which takes one input and returns user errors', () => {
    const mutations = fieldsOf('getMutationType');
    expect(mutations.length).toBeGreaterThan(25);
    for (const { name, args, type } of mutations) {
      const payload = getNullableType(type);
      expect({
        args: args.map((argument) => `${argument.name}: ${argument.type}`),
        returns: String(type),
        errors: isObjectType(payload) && String(payload.getFields().userErrors?.type),
      }).toEqual({
        args: [`input: ${pascal(name)}Input!`],
        returns: `${pascal(name)}Payload`,
        errors: '[BitdefenderUserError!]!',
      });
    }
  });

  it('belong to nothing else', () => {
    const queries = fieldsOf('getQueryType').filter(({ type }) => {
      const returned = getNullableType(type);
      return isObjectType(returned) && 'userErrors' in returned.getFields();
    });
    const answered = [...queries, ...fieldsOf('getMutationType')].map(({ name }) => `${pascal(name)}Payload`);
    expect(named('Payload').sort()).toEqual(answered.sort());
    // Parts of inputs have the prefix of all types first.
    const parts = named('Input').filter((name) => name.startsWith('Bitdefender'));
    const inputs = fieldsOf('getMutationType').map(({ name }) => `${pascal(name)}Input`);
    expect(named('Input').sort()).toEqual([...parts, ...inputs].sort());
  });
});

it('takes the version that was read, of everything that a mutation overwrites', () => {
  /** What these set does not depend on what was read: one value by name, a key that nobody can read, or what nobody else sets. */
  const absolute = ['setBitdefenderAlertRuleEnabled', 'setBitdefenderDigest', 'setBitdefenderTeamDigest'];
  const mutations = Object.values(schema.full.getMutationType()?.getFields() ?? {});
  const overwriting = mutations.filter(
    ({ name }) => /^(save|update|set|reorder)/.test(name) && !absolute.includes(name),
  );
  expect(overwriting.length).toBeGreaterThan(6);
  const unversioned = overwriting.filter(({ args }) => {
    const input = getNamedType(args[0]?.type);
    const fields = isInputObjectType(input) ? input.getFields() : {};
    return !('version' in fields || 'previousRuleIds' in fields);
  });
  expect(unversioned.map(({ name }) => name)).toEqual([]);
});

describe("the portal's graph", () => {
  const names = (graph: GraphQLSchema) =>
    Object.values(graph.getTypeMap())
      .filter((type) => isObjectType(type) && !/^(_|__)/.test(type.name))
      .flatMap((type) =>
        isObjectType(type) ? Object.keys(type.getFields()).map((name) => `${type.name}.${name}`) : [],
      );

  it('is a part of the one that refuses the rest, which is all of the full one', () => {
    expect(names(schema.beyondPortal)).toEqual(names(schema.full));
    expect(names(schema.full)).toEqual(expect.arrayContaining(names(schema.portal)));
  });

  it('is followed by a refusal at every field beyond it', () => {
    const refused: string[] = [];
    const context = {
      viewer: { tenantId: 'a' },
      noteAccess: ({ subject }: { subject: string }) => refused.push(subject),
    };
    const beyond = names(schema.full).filter(
      (name) => !names(schema.portal).includes(name) && !/^(Agent|Alert|Client|Ticket)\.id$|^Query\._/.test(name),
    );
    expect(beyond.length).toBeGreaterThan(500);
    for (const name of beyond) {
      const [type = '', field = ''] = name.split('.');
      const owner = schema.beyondPortal.getType(type);
      const found = isObjectType(owner) ? owner.getFields()[field] : undefined;
      const resolve = type === 'Subscription' ? found?.subscribe : found?.resolve;
      expect(() => resolve?.({}, {}, context, {} as never), name).toThrow('You may not use this field.');
    }
    expect(refused.sort()).toEqual(beyond.sort());
  });
});

function undescribed(type: GraphQLNamedType): string[] {
  if (type.name.startsWith('_')) return [];
  if (isEnumType(type))
    return type.getValues().flatMap((value) => (value.description ? [] : [`${type.name}.${value.name}`]));
  if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) return [];
  return Object.values(type.getFields())
    .filter(({ name }) => !name.startsWith('_'))
    .flatMap((field) => [
      ...(field.description ? [] : [`${type.name}.${field.name}`]),
      ...('args' in field ? [...field.args] : [])
        .filter((argument) => !argument.description)
        .map((argument) => `${type.name}.${field.name}(${argument.name})`),
    ]);
}
