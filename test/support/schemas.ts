import { createGraph } from '../../src/graph.js';
import type { SubgraphSchema } from '../../src/graphql/schema.js';

/** The schemas of the service for tests of their shape, which needs nothing behind the resolvers. */
export async function buildSchemas(): Promise<SubgraphSchema> {
  return (await createGraph({} as Parameters<typeof createGraph>[0])).schema;
}
