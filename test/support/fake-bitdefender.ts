import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';

/** The least that a Bitdefender subgraph can be, to try the gateway with. */
export const SDL = /* GraphQL */ `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", "@requires"])

  type Agent @key(fields: "id") {
    id: ID!
    hostname: String! @external
    client: Client! @external
    bitdefender: BitdefenderDevice @requires(fields: "hostname client { id }")
  }
  type Client @key(fields: "id") { id: ID! }
  type BitdefenderDevice { key: String! authorization: String }
  type BitdefenderThreat { name: String! agent: Agent! }
  type Query { bitdefenderThreats: [BitdefenderThreat!]! }
  type Subscription { bitdefenderThreatDetected: BitdefenderThreat! }
`;

interface Threat {
  name: string;
  agent: { id: string };
}

interface RequiredAgent {
  id: string;
  hostname: string;
  client: { id: string };
}

export async function startFakeBitdefender() {
  let raise: (threat: Threat) => void = () => {};
  let subscribed: () => void = () => {};
  const subscription = new Promise<void>((resolve) => {
    subscribed = resolve;
  });
  let requests = 0;
  const integrations: { parameter: unknown; header: unknown }[] = [];

  async function* threats() {
    for (;;) {
      const next = new Promise<Threat>((resolve) => {
        raise = resolve;
      });
      subscribed();
      yield { bitdefenderThreatDetected: await next };
    }
  }

  const schema = buildSubgraphSchema([
    {
      typeDefs: parse(SDL),
      resolvers: {
        Query: { bitdefenderThreats: () => [] },
        Subscription: { bitdefenderThreatDetected: { subscribe: threats } },
        Agent: {
          bitdefender: (
            { hostname, client }: RequiredAgent,
            _: unknown,
            { authorization }: { authorization: unknown },
          ) => ({
            key: `${hostname.toLowerCase()} in ${client.id}`,
            authorization,
          }),
        },
      },
    },
  ]);

  const server = createServer(async (request, response) => {
    requests += 1;
    const { query, variables } = JSON.parse(await text(request));
    const contextValue = { authorization: request.headers.authorization };
    const result = await graphql({ schema, source: query, variableValues: variables, contextValue });
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result));
  });
  const sockets = useServer(
    {
      schema,
      onConnect: ({ connectionParams, extra }) => {
        integrations.push({
          parameter: connectionParams?.authorization,
          header: extra.request.headers.authorization,
        });
      },
    },
    new WebSocketServer({ server, path: '/graphql' }),
  );
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    integrations,
    requests: () => requests,
    subscription,
    raise: (threat: Threat) => raise(threat),
    async close() {
      await sockets.dispose();
      server.close();
      server.closeAllConnections();
    },
  };
}
