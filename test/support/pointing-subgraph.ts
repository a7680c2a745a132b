import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled';
import { startStandaloneServer } from '@apollo/server/standalone';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { composeSupergraph, roverSubgraphs } from '../../demo/gateway/compose.js';
import { startGateway } from '../../demo/gateway/gateway.js';
import { atEndOfFile } from './end-of-file.js';
import type { TestEnvironment } from './environment.js';

/**
 * Starts a gateway with one more subgraph, whose field `pointers` points at things of ours by their keys: each field of
 * `pointed` is named after its type, and has that id. Returns the gateway's address; both end with the test file.
 */
export async function startPointingGateway(
  { app, core }: TestEnvironment,
  pointed: Readonly<Record<string, string>>,
): Promise<string> {
  const types = Object.keys(pointed);
  const sdl = `
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])
    type Query { pointers: Pointers! }
    type Pointers { ${types.map((type) => `${type}: ${type}`).join(' ')} }
    ${types.map((type) => `type ${type} @key(fields: "id", resolvable: false) { id: ID! }`).join(' ')}`;
  const pointers = Object.fromEntries(Object.entries(pointed).map(([type, id]) => [type, { id }]));
  const server = new ApolloServer({
    schema: buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: { Query: { pointers: () => pointers } } }]),
    plugins: [ApolloServerPluginInlineTraceDisabled()],
    stopOnTerminationSignals: false,
  });
  const { url } = await startStandaloneServer(server, { listen: { port: 0, host: '127.0.0.1' } });
  atEndOfFile(() => server.stop());
  const gateway = await startGateway({
    supergraph: composeSupergraph([...roverSubgraphs(), { name: 'pointing', url, sdl }]),
    bitdefenderUrl: app.url,
    coreUrl: core.url,
  });
  atEndOfFile(() => gateway.close());
  return gateway.url;
}
