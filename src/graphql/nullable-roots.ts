import { type GraphQLSchema, getNullableType } from 'graphql';

/** The root types of a schema, those that exist. */
export const rootTypes = (schema: GraphQLSchema) =>
  [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].filter((type) => type != null);

/**
 * Makes every root field of a schema nullable. An error of one that is not would take the whole answer with it, also what
 * other subgraphs gave for the same request.
 */
export function makeRootFieldsNullable(schema: GraphQLSchema): void {
  for (const root of rootTypes(schema))
    for (const field of Object.values(root.getFields())) field.type = getNullableType(field.type);
}
