import { buildSubgraphSchema } from '@apollo/subgraph';
import { type DocumentNode, GraphQLError, type GraphQLSchema, Kind } from 'graphql';
import type { RequestContext } from './context.js';

/** Refuses an entry point or a field, named "Type.field", and puts the attempt on record. */
export function refuseField(context: RequestContext, name: string): never {
  context.noteAccess({ action: 'REFUSED', subject: name });
  throw new GraphQLError('You may not use this field.', { extensions: { code: 'FORBIDDEN' } });
}

/** Keys of core's entities, which a request brings along. */
const given = new Set(['Agent.id', 'Client.id', 'Ticket.id', 'Alert.id']);

/**
 * The whole graph as it answers portal users who ask for more than the portal has: the portal's fields work, and every other
 * one refuses, so that a page is not lost with one of its fields. It takes the fields of `portal` from `resolvers`, and
 * nothing else: a field that is added to the graph refuses without anybody having to think of it.
 */
export function beyondPortalSchema(
  typeDefs: DocumentNode,
  resolvers: Readonly<Record<string, Record<string, unknown>>>,
  portal: GraphQLSchema,
): GraphQLSchema {
  const own: Record<string, Record<string, unknown>> = { ...resolvers };
  for (const definition of typeDefs.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    const type = definition.name.value;
    for (const { name } of definition.fields ?? []) {
      const field = `${type}.${name.value}`;
      if (given.has(field) || isField(portal, type, name.value)) continue;
      const refuse = (_source: unknown, _args: unknown, context: RequestContext) => refuseField(context, field);
      own[type] = { ...own[type], [name.value]: type === 'Subscription' ? { subscribe: refuse } : refuse };
    }
  }
  const schema = buildSubgraphSchema([{ typeDefs, resolvers: own as never }]);
  // The description of the graph for the gateway is the portal's.
  const [described, shown] = [schema, portal].map((each) => each.getQueryType()?.getFields()._service);
  if (described && shown?.resolve) described.resolve = shown.resolve;
  return schema;
}

function isField(schema: GraphQLSchema, type: string, field: string): boolean {
  const found = schema.getType(type);
  return found !== undefined && 'getFields' in found && found.getFields()[field] !== undefined;
}
