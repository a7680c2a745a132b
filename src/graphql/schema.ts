import { buildSubgraphSchema } from '@apollo/subgraph';
import { filterSchema, printSchemaWithDirectives } from '@graphql-tools/utils';
import {
  type DocumentNode,
  defaultFieldResolver,
  type GraphQLFieldMap,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  getNamedType,
  isObjectType,
  parse,
} from 'graphql';
import {
  buildSchema,
  type ContainerType,
  createResolversMap,
  getMetadataStorage,
  type NonEmptyArray,
  type PubSub,
} from 'type-graphql';
import { isId } from '../auth/id-grammar.js';
import { isPermitted, permissions } from '../auth/permissions.js';
import { beyondPortalSchema, refuseField } from './beyond-portal.js';
import type { RequestContext } from './context.js';
import { DateTimeScalar } from './core-types.js';
import { checkReferences } from './entity-references.js';
import { UserInputError } from './errors.js';
import { type CheckArguments, createInputChecks, describeBounds } from './input-bounds.js';
import { type RefuseUnknown, subjectsOfSubscriptions } from './known-subjects.js';
import { countLists } from './lists/count-lists.js';
import { checkListLengths } from './lists/list-lengths.js';
import { makeRootFieldsNullable } from './nullable-roots.js';
import { orderDefinitions } from './order-definitions.js';
import { type Arguments, createIdNormalisers, referencedId } from './own-ids.js';
import { portalDefinitions } from './portal-definitions.js';
import { withCostHints } from './published/cost-hints.js';
import { withPortalTags } from './published/portal-tags.js';

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@external", "@requires", "@shareable", "@cost", "@listSize", "@tag"])`;

/** Types of ours that other subgraphs may ask for by key, and how one is found. */
export type References = Readonly<Record<string, (context: RequestContext, id: string) => unknown>>;

/** The subgraph's type definitions, and the schema that executes them. */
export interface SubgraphSchema {
  typeDefs: DocumentNode;
  /** For everybody but portal users. */
  full: GraphQLSchema;
  /** What is left of it for portal users: no other type or field exists there. */
  portal: GraphQLSchema;
  /** For requests of portal users that the portal's does not know: the whole graph, in which everything else refuses. */
  beyondPortal: GraphQLSchema;
  /** For whoever has the link of a report: one field, and nothing that describes the graph. */
  reportLink: GraphQLSchema;
}

/**
 * Builds the schema from resolver instances. Throws when a way into the graph has no entry in `permissions`, a list has
 * neither a page size nor an assumed length, or an input that takes texts or lists has no bound.
 */
export async function createSubgraphSchema(
  resolvers: readonly object[],
  references: References,
  refuseUnknown: RefuseUnknown,
): Promise<SubgraphSchema> {
  const instances = new Map(resolvers.map((resolver) => [resolver.constructor, resolver]));
  const classes = [...instances.keys()] as unknown as NonEmptyArray<new () => object>;
  leavePlainFieldsToTheExecutor();
  const container: ContainerType = { get: (wanted) => instances.get(wanted) };
  const schema = await buildSchema({
    resolvers: classes,
    container,
    validate: false,
    skipCheck: true,
    orphanedTypes: [],
    pubSub,
    scalarsMap: [{ type: Date, scalar: DateTimeScalar }],
  });
  makeRootFieldsNullable(schema);
  describeBounds(schema);
  const definitions = orderDefinitions(parse(`${link}\n${printSchemaWithDirectives(schema)}`, { noLocation: true }));
  const typeDefs = withPortalTags(withCostHints(definitions, schema), isForPortal);
  const checked = withKnownSubjects(createResolversMap(schema), schema, refuseUnknown);
  const resolversMap = guarded(withCheckedArguments(checked, schema), references, schema);
  const full = buildSubgraphSchema([{ typeDefs, resolvers: resolversMap as never }]);
  checkListLengths(full);
  const portal = partialSchema(typeDefs, resolversMap, isForPortal);
  const beyondPortal = beyondPortalSchema(typeDefs, resolversMap, portal);
  const reportLink = filterSchema({
    schema: partialSchema(typeDefs, resolversMap, isForLink),
    // Without what a gateway asks: it has the description of the graph already.
    rootFieldFilter: (_operation, field) => isForLink(field),
  });
  for (const schema of [full, portal]) checkReferences(schema);
  for (const schema of [full, portal, beyondPortal, reportLink]) countLists(schema);
  return { typeDefs, full, portal, beyondPortal, reportLink };
}

/**
 * Fields that only read a property, without a middleware, have no resolver of their own, which would be called for each row. One that may give a promise says so with
 * `simple: false`: compiled queries read plain fields as they are.
 */
function leavePlainFieldsToTheExecutor(): void {
  const { fields, middlewares } = getMetadataStorage();
  for (const field of fields)
    if (!middlewares.some(({ target, fieldName }) => target === field.target && fieldName === field.name))
      field.simple ??= true;
}

/** The text of the type definitions, as it is committed in schema/bitdefender.graphql. */
export async function printSubgraph(schema: SubgraphSchema): Promise<string> {
  const { print } = await import('graphql');
  return `# Emitted by "npm run schema"; do not edit.\n\n${print(schema.typeDefs)}\n`;
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

/** Ends a subscription to something that does not exist with an error, at once: it would wait for ever. */
function withKnownSubjects(map: Record<string, unknown>, schema: GraphQLSchema, refuse: RefuseUnknown): ResolversMap {
  const result = { ...map } as ResolversMap;
  for (const [field, subjectsOf] of subjectsOfSubscriptions(schema)) {
    const known = wrapped(result.Subscription?.[field], (subscribe) => async (source, args, context, info) => {
      await refuse(context.viewer.tenantId, subjectsOf(args));
      return subscribe(source, args, context, info);
    });
    result.Subscription = { ...result.Subscription, [field]: known };
  }
  return result;
}

/** Puts the checks of its arguments in front of every field that has arguments, and gives it ids as they are stored. */
function withCheckedArguments(map: Record<string, unknown>, schema: GraphQLSchema): ResolversMap {
  const result = { ...map } as ResolversMap;
  const normalisers = createIdNormalisers(schema);
  for (const [name, check] of createInputChecks(schema)) {
    const [type = '', field = ''] = name.split('.');
    const payload = getNamedType(fieldsOf(schema, type)[field]?.type);
    const asPayload = isObjectType(payload) && 'userErrors' in payload.getFields();
    const checked = bounded(check, normalisers.get(name) ?? ((args) => args), asPayload);
    result[type] = { ...result[type], [field]: wrapped(result[type]?.[field], checked) };
  }
  return result;
}

/** Refuses arguments beyond their bounds: in the payload, or as an error of the field where there is none. */
const bounded =
  (check: CheckArguments, normalise: (args: Arguments) => Arguments, asPayload: boolean) =>
  (resolve: Resolve): Resolve =>
  (source, given, context, info) => {
    const args = normalise(given);
    const problem = check(args);
    if (problem === null) return resolve(source, args, context, info);
    if (asPayload) return { userErrors: [problem] };
    throw new UserInputError(problem.code, problem.message, problem.field);
  };

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
    ['Alert', 'bitdefenderAlert'] as const,
    ['Ticket', 'bitdefenderAlerts'] as const,
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
      // A reference the viewer may not follow looks like one that leads nowhere: see checkReferences.
      __resolveReference: (reference: { id: unknown }, context: RequestContext) =>
        isPermitted(context.viewer, type) && isId(reference.id)
          ? find(context, referencedId(type, reference.id))
          : null,
    };
  }
  if (unused.size > 0) throw new Error(`The permissions name what does not exist: ${[...unused].join(', ')}.`);
  for (const stub of ['Agent', 'Client', 'Alert', 'Ticket'])
    result[stub] = {
      ...result[stub],
      __resolveReference: (reference: { id: unknown }) => (isId(reference.id) ? reference : null),
    };
  return result;
}

function fieldsOf(schema: GraphQLSchema, type: string): GraphQLFieldMap<unknown, RequestContext> {
  const found = schema.getType(type);
  return isObjectType(found) ? found.getFields() : {};
}

type Resolve = GraphQLFieldResolver<unknown, RequestContext>;

function guardField(name: string, resolver: unknown): unknown {
  return wrapped(resolver, (resolve) => (source, args, context, info) => {
    if (!isPermitted(context.viewer, name)) refuseField(context, name);
    return resolve(source, args, context, info);
  });
}

/** A resolver, or the source of a subscription, with something in front of it. */
function wrapped(resolver: unknown, wrap: (resolve: Resolve) => Resolve): unknown {
  if (typeof resolver === 'object' && resolver !== null) {
    const { subscribe, resolve } = resolver as { subscribe: Resolve; resolve?: Resolve };
    return { ...(resolve && { resolve }), subscribe: wrap(subscribe) };
  }
  return wrap((resolver as Resolve | undefined) ?? defaultFieldResolver);
}

/** Whether portal users may use a field of the query. */
const isForPortal = (field: string): boolean => permissions[`Query.${field}`]?.roles.includes('portal') ?? false;
/** Whether it is shown to whoever has the link of a report. */
const isForLink = (field: string): boolean => permissions[`Query.${field}`]?.roles.includes('report-link') ?? false;

/** The schema of the query's fields that are let through and of what they lead to, and nothing else. */
function partialSchema(
  typeDefs: DocumentNode,
  resolvers: ResolversMap,
  isAllowed: (field: string) => boolean,
): GraphQLSchema {
  const document = portalDefinitions(typeDefs, isAllowed);
  const kept = new Set(document.definitions.flatMap((node) => ('name' in node && node.name ? [node.name.value] : [])));
  const own = Object.fromEntries(Object.entries(resolvers).filter(([name]) => kept.has(name)));
  const query = Object.fromEntries(Object.entries(own.Query ?? {}).filter(([field]) => isAllowed(field)));
  return buildSubgraphSchema([{ typeDefs: document, resolvers: { ...own, Query: query } as never }]);
}
