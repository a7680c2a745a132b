import { readFile } from 'node:fs/promises';
import {
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { composeSupergraph } from '../../../demo/gateway/compose.js';
import { createGraph } from '../../../src/graph.js';
import { printSubgraph, type SubgraphSchema } from '../../../src/graphql/schema.js';

let schema: SubgraphSchema;

beforeAll(async () => {
  // The shape of the graph needs nothing behind the resolvers.
  schema = (await createGraph({} as Parameters<typeof createGraph>[0])).schema;
});

it('is committed as it is: else run "npm run schema" and review the change', async () => {
  expect(await readFile('schema/bitdefender.graphql', 'utf8')).toBe(await printSubgraph(schema));
});

it("composes with core's contract into the committed supergraph", async () => {
  expect(await readFile('schema/supergraph.graphql', 'utf8')).toBe(composeSupergraph());
});

describe('every definition is described for the person who queries it', () => {
  const ours = () =>
    Object.values(schema.full.getTypeMap()).filter(
      (type) =>
        !type.name.startsWith('_') &&
        !isSpecifiedScalarType(type) &&
        !['Query', 'Mutation', 'Subscription'].includes(type.name),
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
    expect(silent).toEqual([]);
  });
});

it('prefixes every type of ours, so that the supergraph never collides', () => {
  const core = ['Agent', 'Client', 'Ticket', 'DateTimeISO', 'JSON'];
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
  for (const name of ['Agent', 'Client']) {
    const type = schema.full.getType(name);
    expect(isObjectType(type) && String(type.getFields().bitdefender?.type)).not.toMatch(/!$/);
  }
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
