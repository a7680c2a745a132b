import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import { pick } from '../../demo/gravityzone/random.js';
import { chance, type Draw, randomValue, saneLeaf, type ValueOptions } from './random-values.js';
import { directive, keyedTypes, reference } from './walk-schema.js';

export interface RandomRequest {
  operation: 'query' | 'mutation';
  query: string;
  variables: Record<string, unknown>;
}

export interface RandomRequestOptions extends ValueOptions {
  /** Percent of the requests that are mutations. */
  mutations: number;
}

/** What is known while a document is written. */
interface Writing {
  draw: Draw;
  options: ValueOptions;
  wild: number;
  declared: string[];
  variables: Record<string, unknown>;
}

/**
 * A valid document of the schema with variables of the right types: some fields of one or a few root fields, each under its name with a
 * number, to a random depth, with values that make sense in some of the requests, and in hardly any place of others.
 */
export function randomRequest(schema: GraphQLSchema, options: RandomRequestOptions, draw: Draw): RandomRequest {
  const [query, mutation] = [schema.getQueryType(), schema.getMutationType()];
  if (!query) throw new Error('The schema has no queries.');
  const writing: Writing = { draw, options, wild: pick([0, 5, 20, 60], draw), declared: [], variables: {} };
  const isMutation = mutation && chance(draw, options.mutations);
  const isOfEntities = !isMutation && query.getFields()._entities !== undefined && chance(draw, 10);
  const selected = isOfEntities
    ? entitiesOf(writing, keyedTypes(schema))
    : rootFields(writing, isMutation ? mutation : query);
  const operation = isMutation ? 'mutation' : 'query';
  const declared = writing.declared.length > 0 ? `(${writing.declared.join(', ')})` : '';
  return { operation, query: `${operation} ${declared} { ${selected} }`, variables: writing.variables };
}

function rootFields(writing: Writing, root: GraphQLObjectType): string {
  const fields = Object.values(root.getFields()).filter(({ name }) => name !== '_entities');
  const count = pick([1, 1, 1, 2, 3], writing.draw);
  return Array.from({ length: count }, (_, index) => {
    const field = pick(fields, writing.draw);
    return fieldText(writing, root, field, pick([1, 2, 3, 3, 4, 5], writing.draw), `${field.name}${index}: `);
  }).join(' ');
}

/** What a gateway sends: entities by their keys, each with what our fields require of other subgraphs. */
function entitiesOf(writing: Writing, types: readonly GraphQLObjectType[]): string {
  const { draw, options } = writing;
  const type = pick(types, draw);
  const representations = Array.from({ length: pick([0, 1, 2, 5], draw) }, () => ({
    __typename: type.name,
    ...reference(type, (name, typeName) =>
      saneLeaf(typeName, { draw, options, name, coordinate: `${type.name}.${name}` }),
    ),
  }));
  writing.declared.push('$representations: [_Any!]!');
  writing.variables.representations = representations;
  const selected = selection(writing, type, pick([2, 3, 4], draw));
  return `_entities(representations: $representations) { ... on ${type.name} ${selected} }`;
}

function fieldText(
  writing: Writing,
  parent: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  depth: number,
  alias = '',
): string {
  const passed = inOneDirection(writing, field.args)
    .filter((arg) => isRequiredArgument(arg) || writing.options.always.includes(arg.name) || chance(writing.draw, 40))
    .map((arg) => argumentText(writing, arg, `${parent.name}.${field.name}(${arg.name}:)`));
  const given = passed.length > 0 ? `(${passed.join(', ')})` : '';
  return `${alias}${field.name}${given} ${selection(writing, field.type, depth)}`;
}

/** Mostly what may be given together: a page is read from its beginning or from its end. */
function inOneDirection({ draw }: Writing, args: readonly GraphQLArgument[]): readonly GraphQLArgument[] {
  if (!args.some(({ name }) => name === 'last') || chance(draw, 5)) return args;
  const unused = chance(draw, 50) ? ['last', 'before'] : ['first', 'after'];
  return args.filter(({ name }) => !unused.includes(name));
}

function argumentText(writing: Writing, { name, type }: GraphQLArgument, coordinate: string): string {
  const variable = `v${writing.declared.length}`;
  writing.declared.push(`$${variable}: ${type}`);
  writing.variables[variable] = randomValue(type, { ...writing, name, coordinate });
  return `${name}: $${variable}`;
}

/** Some of the fields that can be selected at this depth, in any order; nothing for a leaf. */
function selection(writing: Writing, type: GraphQLOutputType, depth: number): string {
  const named = getNamedType(type);
  if (!isObjectType(named)) return isLeafType(named) ? '' : '{ __typename }';
  const { draw } = writing;
  const fields = Object.values(named.getFields())
    .filter((field) => !directive(field, 'external'))
    .filter((field) => depth > 0 || isLeafType(getNamedType(field.type)));
  const chosen = fields.filter(({ name }) => chance(draw, ['edges', 'node'].includes(name) ? 95 : 45));
  const texts = chosen.map((field) => fieldText(writing, named, field, depth - 1));
  return `{ __typename ${texts.join(' ')} }`;
}
