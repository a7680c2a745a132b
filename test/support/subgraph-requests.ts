import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { transformSupergraphToPublicSchema } from '@theguild/federation-composition';
import { buildASTSchema, type DocumentNode, parse, print } from 'graphql';

/** What is read here of a plan. */
interface PlanNode {
  kind: string;
  node?: PlanNode;
  nodes?: PlanNode[];
  serviceName?: string;
  operation?: string;
}

/** The requests of a plan to a subgraph, in the order of the plan. */
function requestsOf(plan: PlanNode | undefined, subgraph: string): DocumentNode[] {
  if (plan === undefined) return [];
  if (plan.kind === 'Fetch') return plan.serviceName === subgraph ? [parse(plan.operation ?? '')] : [];
  return [...(plan.nodes ?? []), ...(plan.node ? [plan.node] : [])].flatMap((node) => requestsOf(node, subgraph));
}

/** Plans queries and mutations with Apollo's planner. Nothing is sent. */
export async function createPlanner(supergraphSdl: string) {
  const plans: (PlanNode | undefined)[] = [];
  const gateway = new ApolloGateway({
    supergraphSdl,
    experimental_didResolveQueryPlan: ({ queryPlan }) => plans.push(queryPlan.node as PlanNode | undefined),
    buildService: () => ({ process: async () => ({ data: {} }) }),
  });
  const server = new ApolloServer({ gateway });
  await server.start();
  return {
    /** The schema that clients see. */
    schema: buildASTSchema(transformSupergraphToPublicSchema(parse(supergraphSdl))),
    /** The requests to a subgraph that an operation is split into. */
    async requestsTo(
      subgraph: string,
      document: DocumentNode,
      variables: Record<string, unknown>,
    ): Promise<DocumentNode[]> {
      plans.length = 0;
      const { body } = await server.executeOperation({ query: print(document), variables });
      if (plans.length === 0) throw new Error(`There is no plan: ${JSON.stringify(body)}`);
      return requestsOf(plans[0], subgraph);
    },
    stop: () => server.stop(),
  };
}
