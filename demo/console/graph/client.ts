import { createClient as createSocketClient } from 'graphql-ws';
import { Client, cacheExchange, fetchExchange, subscriptionExchange } from 'urql';

export interface GraphClient {
  client: Client;
  /** Ends its socket. */
  close(): void;
}

/** A client of the federated graph on this page's own origin, for one token: queries over HTTP, subscriptions over WebSocket. */
export function createGraphClient(token: string): GraphClient {
  const authorization = `Bearer ${token}`;
  const socket = createSocketClient({
    url: new URL('/graphql', location.href.replace(/^http/, 'ws')).href,
    connectionParams: { authorization },
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
  });
  const client = new Client({
    url: '/graphql',
    fetchOptions: { headers: { authorization } },
    preferGetMethod: false,
    exchanges: [
      cacheExchange,
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ query = '', variables, operationName }) => ({
          subscribe: (sink) => ({ unsubscribe: socket.subscribe({ query, variables, operationName }, sink as never) }),
        }),
      }),
    ],
  });
  return { client, close: () => void socket.dispose() };
}
