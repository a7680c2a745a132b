import type { GatewayConfig } from '@graphql-hive/gateway-runtime';
import httpTransport from '@graphql-mesh/transport-http';
import webSocketTransport from '@graphql-mesh/transport-ws';
import { type DocumentNode, GraphQLError, OperationTypeNode, print } from 'graphql';

/** What the gateway's context holds of the client's request, come by HTTP or by WebSocket. */
export type ForwardedContext = {
  headers?: Record<string, string | undefined>;
};

interface SubgraphRequest {
  document: DocumentNode;
  variables?: unknown;
  context?: ForwardedContext;
  signal?: AbortSignal;
}

/**
 * How the gateway reaches its subgraphs: queries and mutations by HTTP, subscriptions by the transport that the entry's
 * option `subscriptions` names. The client's authorization goes along, since subgraphs decide who may see what.
 */
export const transports: GatewayConfig['transports'] = {
  ws: webSocketTransport,
  sse: httpTransport,
  http: {
    async getSubgraphExecutor({ transportEntry, subgraphName, getTransportExecutor }) {
      const url = transportEntry.location ?? '';
      const { subscriptions } = transportEntry.options ?? {};
      const subscribe = subscriptions
        ? await getTransportExecutor({
            ...transportEntry,
            kind: subscriptions.kind,
            location: new URL(subscriptions.location, url).href,
            headers: [['authorization', '{context.headers.authorization}']],
            // For WebSocket only; server-sent events have the header.
            options: { connectionParams: { authorization: '{context.headers.authorization}' } },
          })
        : undefined;

      return (request) => {
        if (request.operationType !== OperationTypeNode.SUBSCRIPTION) return post(subgraphName, url, request);
        if (subscribe) return subscribe(request);
        return { errors: [unavailable(subgraphName, 'has no subscriptions')] };
      };
    },
  },
};

async function post(subgraph: string, url: string, { document, variables, context, signal }: SubgraphRequest) {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        accept: 'application/graphql-response+json, application/json',
        'content-type': 'application/json',
        authorization: context?.headers?.authorization ?? '',
      },
      body: JSON.stringify({ query: print(document), variables }),
      signal,
    });
    return await response.json();
  } catch {
    return { errors: [unavailable(subgraph, 'could not be reached')] };
  }
}

function unavailable(subgraph: string, why: string): GraphQLError {
  return new GraphQLError(`the subgraph ${subgraph} ${why}`, { extensions: { code: 'DOWNSTREAM_SERVICE_ERROR' } });
}
