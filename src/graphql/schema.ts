import { buildSubgraphSchema } from '@apollo/subgraph';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import {
  type DocumentNode,
  defaultFieldResolver,
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  parse,
} from 'graphql';
import { buildSchema, type ContainerType, createResolversMap, type NonEmptyArray, type PubSub } from 'type-graphql';
import type { RequestContext } from './context.js';
import { checkListLengths } from './list-lengths.js';
import { isPermitted, permissions } from './permissions.js';
import type { Role } from './viewer.js';

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@external", "@requires"])`;

/** Types of ours that other subgraphs may ask for by key, and how one is found. */
export type References = Readonly<Record<string, (context: RequestContext, id: string) => unknown>>;

/** The subgraph's type definitions, and the schema that executes them. */
export interface SubgraphSchema {
  typeDefs: DocumentNode;
  /** For everybody but portal users. */
  full: GraphQLSchema;
  /** What is left of it for portal users: no other type or field exists there. */
  portal: GraphQLSchema;
}

/**
 * Builds the schema from resolver instances. Throws when a way into the graph has no entry in `permissions`, or a list
 * has neither a page size nor an assumed length.
 */
export async function createSubgraphSchema(
  resolvers: readonly object[],
  references: References,
): Promise<SubgraphSchema> {
  const instances = new Map(resolvers.map((resolver) => [resolver.constructor, resolver]));
  const classes = [...instances.keys()] as unknown as NonEmptyArray<new () => object>;
  const container: ContainerType = { get: (wanted) => instances.get(wanted) };
  const schema = await buildSchema({
    resolvers: classes,
    container,
    validate: false,
    skipCheck: true,
    orphanedTypes: [],
    pubSub,
  });
  const typeDefs = parse(`${link}\n${withoutSpecifiedDirectives(printSchemaWithDirectives(schema))}`);
  const resolversMap = guarded(createResolversMap(schema), references, schema);
  const full = buildSubgraphSchema([{ typeDefs, resolvers: resolversMap as never }]);
  checkListLengths(full);
  return {
    typeDefs,
    full,
    portal: portalSchema(typeDefs, resolversMap),
  };
}

/** The text of the type definitions, as it is committed in schema/bitdefender.graphql. */
export async function printSubgraph(schema: SubgraphSchema): Promise<string> {
  const { print } = await import('graphql');
  return `# Emitted by "npm run schema"; do not edit.\n${print(schema.typeDefs)}\n`;
}

/** Every subscription has a source of its own; TypeGraphQL wants this all the same. */
const pubSub: PubSub = {
  publish: unused,
  subscribe: unused,
};

function unused(): never {
  throw new Error('Live events come from PostgreSQL.');
}

type ResolversMap = Record<string, Record<string, unknown>>;

/** Puts the permission of its entry in front of every way into the graph. */
function guarded(map: Record<string, unknown>, references: References, schema: GraphQLSchema): ResolversMap {
  const result = { ...map } as ResolversMap;
  const ways = [
    ...['Query', 'Mutation', 'Subscription'].flatMap((root) =>
      Object.keys(schema.getType(root)?.toConfig() ? fieldsOf(schema, root) : {}).map(
        (field) => [root, field] as const,
      ),
    ),
    ['Agent', 'bitdefender'] as const,
    ['Client', 'bitdefender'] as const,
  ];
  const unused = new Set(Object.keys(permissions));
  for (const [type, field] of ways) {
    const name = `${type}.${field}`;
    if (permissions[name] === undefined) throw new Error(`${name} has no entry in the permissions.`);
    unused.delete(name);
    const own = (result[type] ?? {}) as Record<string, unknown>;
    result[type] = { ...own, [field]: guardField(name, own[field]) };
  }
  for (const [type, find] of Object.entries(references)) {
    if (permissions[type] === undefined) throw new Error(`${type} has no entry in the permissions.`);
    unused.delete(type);
    result[type] = {
      ...result[type],
      // A reference the viewer may not follow looks like one that leads nowhere.
      __resolveReference: (reference: { id: string }, context: RequestContext) =>
        isPermitted(context.viewer, type) ? find(context, reference.id) : null,
    };
  }
  if (unused.size > 0) throw new Error(`The permissions name what does not exist: ${[...unused].join(', ')}.`);
  for (const stub of ['Agent', 'Client'])
    result[stub] = { ...result[stub], __resolveReference: (reference: object) => reference };
  return result;
}

function fieldsOf(schema: GraphQLSchema, type: string): Record<string, unknown> {
  const found = schema.getType(type);
  return found !== undefined && 'getFields' in found ? (found.getFields() as Record<string, unknown>) : {};
}

type Resolve = GraphQLFieldResolver<unknown, RequestContext>;

function guardField(name: string, resolver: unknown): unknown {
  const guard =
    (resolve: Resolve): Resolve =>
    (source, args, context, info) => {
      if (!isPermitted(context.viewer, name))
        throw new GraphQLError('You may not use this field.', { extensions: { code: 'FORBIDDEN' } });
      return resolve(source, args, context, info);
    };
  if (typeof resolver === 'object' && resolver !== null) {
    const { subscribe, resolve } = resolver as { subscribe: Resolve; resolve?: Resolve };
    return { ...(resolve && { resolve }), subscribe: guard(subscribe) };
  }
  return guard((resolver as Resolve | undefined) ?? defaultFieldResolver);
}

const portalRole: Role = 'portal';

/** The definitions of the portal's fields and of what they lead to, and nothing else. */
function portalSchema(typeDefs: DocumentNode, resolvers: ResolversMap): GraphQLSchema {
  const allowed = new Set(Object.keys(permissions).filter((name) => permissions[name]?.includes(portalRole)));
  const kept = new Map<string, DocumentNode['definitions'][number]>();
  const byName = new Map(
    typeDefs.definitions.flatMap((definition) =>
      'name' in definition && definition.name ? [[definition.name.value, definition]] : [],
    ),
  );
  const keep = (name: string) => {
    const definition = byName.get(name);
    if (definition === undefined || kept.has(name)) return;
    const shown =
      name === 'Query' && definition.kind === 'ObjectTypeDefinition'
        ? {
            ...definition,
            fields: (definition.fields ?? []).filter((field) => allowed.has(`Query.${field.name.value}`)),
          }
        : definition;
    kept.set(name, shown);
    JSON.stringify(shown, (key, value) => {
      if (key === 'type' || key === 'NamedType' || value?.kind === 'NamedType') collect(value, keep);
      return value;
    });
  };
  keep('Query');
  const document: DocumentNode = {
    ...typeDefs,
    definitions: [...typeDefs.definitions.filter(({ kind }) => kind === 'SchemaExtension'), ...kept.values()],
  };
  const own = Object.fromEntries(Object.entries(resolvers).filter(([name]) => kept.has(name)));
  const query = Object.fromEntries(Object.entries(own.Query ?? {}).filter(([field]) => allowed.has(`Query.${field}`)));
  return buildSubgraphSchema([{ typeDefs: document, resolvers: { ...own, Query: query } as never }]);
}

function collect(node: unknown, keep: (name: string) => void): void {
  if (typeof node !== 'object' || node === null) return;
  const { kind, name, type } = node as { kind?: string; name?: { value: string }; type?: unknown };
  if (kind === 'NamedType' && name) keep(name.value);
  else collect(type, keep);
}

/** GraphQL's own directives are known to every reader; printed again they would be ours to define. */
function withoutSpecifiedDirectives(sdl: string): string {
  return sdl.replace(
    /^(?:"""(?:[^"]|"(?!""))*"""\s*)?directive @(?:key|external|requires|deprecated|include|skip|specifiedBy|oneOf)\b[^\n]*(?:\n {2}[^\n]*)*\n?(?:\)[^\n]*\n)?/gm,
    '',
  );
}
