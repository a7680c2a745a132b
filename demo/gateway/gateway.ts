import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGatewayRuntime, getGraphQLWSOptions } from '@graphql-hive/gateway-runtime';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { forwardTo } from './forward.js';
import { refusalCodes } from './refusal-codes.js';
import { type ForwardedContext, transports } from './transports.js';

export interface GatewayOptions {
  /** The SDL of the supergraph. */
  supergraph: string;
  bitdefenderUrl: string;
  coreUrl: string;
  /** How the gateway subscribes at the Bitdefender subgraph: over WebSocket by default, or by server-sent events. */
  subscriptions?: 'ws' | 'sse';
  port?: number;
  /** Answers a request itself and gives true, or leaves it to the graph. */
  pages?: (request: IncomingMessage, response: ServerResponse) => boolean;
}

export interface Gateway {
  /** For queries and mutations, and for subscriptions as server-sent events. */
  url: string;
  /** For everything over graphql-ws. The token comes as `authorization` in the connection's parameters. */
  wsUrl: string;
  /** For assistants, which the Bitdefender subgraph serves. */
  mcpUrl: string;
  close(): Promise<void>;
}

/** Starts a gateway that serves the supergraph on a port of this machine; without one, on a free port. */
export async function startGateway({
  supergraph,
  bitdefenderUrl,
  coreUrl,
  subscriptions = 'ws',
  port = 0,
  pages = () => false,
}: GatewayOptions): Promise<Gateway> {
  const runtime = createGatewayRuntime({
    supergraph,
    transports,
    transportEntries: {
      opsmerge: { location: coreUrl },
      bitdefender: {
        location: bitdefenderUrl,
        options: { subscriptions: { kind: subscriptions, location: '/graphql' } },
      },
    },
    graphqlEndpoint: '/graphql',
    plugins: () => [refusalCodes],
    // Both load scripts of other hosts.
    graphiql: false,
    landingPage: false,
    logging: false,
  });

  const forwardMcp = forwardTo(bitdefenderUrl, '/mcp');
  const server = createServer((request, response) => {
    if (!forwardMcp(request, response) && !pages(request, response)) void runtime(request, response);
  });
  const sockets = new WebSocketServer({ server, path: '/graphql' });
  const clients = useServer(
    getGraphQLWSOptions(
      runtime,
      ({ connectionParams }): ForwardedContext => ({ headers: lowerCased(connectionParams) }),
    ),
    sockets,
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  const authority = `127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url: `http://${authority}/graphql`,
    wsUrl: `ws://${authority}/graphql`,
    mcpUrl: `http://${authority}/mcp`,
    async close() {
      await clients.dispose();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await runtime.dispose();
    },
  };
}

/** A connection's parameters are the client's to spell; headers come in lower case. */
function lowerCased(parameters: Record<string, unknown> = {}): Record<string, string> {
  const texts = Object.entries(parameters).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(texts.map(([name, value]) => [name.toLowerCase(), value]));
}
