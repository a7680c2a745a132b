import { type Client, type ClientOptions, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { Identity } from '../../demo/tokens.js';
import type { TestEnvironment } from './environment.js';

/** A WebSocket of this person's, to the gateway where there is one, else to the subgraph; it is opened when it is used. */
export async function openSocket(
  environment: TestEnvironment,
  identity: Identity,
  more: Partial<ClientOptions> = {},
): Promise<Client> {
  return createClient({
    url: environment.gateway?.wsUrl ?? environment.app.url.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: { authorization: `Bearer ${await environment.tokens.issue(identity)}` },
    ...more,
  });
}

/** What a subscriber has heard so far. */
export interface Listener<Event> {
  events: Event[];
  leave(): Promise<void>;
}

/** Subscribes to one field over WebSocket, at the gateway where there is one; it listens when this returns. */
export async function listen<Event>(
  environment: TestEnvironment,
  identity: Identity,
  field: string,
  subscription: string,
  variables: Record<string, unknown> = {},
): Promise<Listener<Event>> {
  const client = await openSocket(environment, identity);
  const events: Event[] = [];
  client.subscribe<Record<string, Event>>(
    { query: subscription, variables },
    {
      next: ({ data, errors }) => {
        if (errors) throw new Error(JSON.stringify(errors));
        if (data?.[field] !== undefined) events.push(data[field]);
      },
      error: (error) => {
        throw error instanceof Error ? error : new Error(JSON.stringify(error));
      },
      complete: () => undefined,
    },
  );
  return { events, leave: async () => client.dispose() };
}
