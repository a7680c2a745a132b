import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { encodeCursor } from '../../src/graphql/lists/cursors.js';
import type { Stage, Tenant } from './stage.js';

/** What a subscriber hears. */
export interface Heard {
  cursor: string;
  kind: string;
  threat: { name: string };
}

/** A person who watches the threats of a tenant live, whatever becomes of the replicas. */
export interface Watcher {
  tenantId: string;
  heard: readonly Heard[];
  leave(): Promise<void>;
}

const subscription = `subscription ($after: String) {
  bitdefenderThreatDetected(after: $after, filter: { minimumSeverity: UNKNOWN, status: ALL }) {
    cursor kind threat { name } } }`;

/** Subscribes from the beginning; after each interruption at another replica, from the last cursor on. */
export function watch(stage: Stage, tenant: Tenant): Watcher {
  const heard: Heard[] = [];
  const left = new AbortController();
  const listen = async () => {
    for (let turn = 0; !left.signal.aborted; turn += 1) {
      const url = stage.replicas[turn % stage.replicas.length]?.serving()?.url;
      if (url !== undefined) await once(url, tenant.token, heard, left.signal);
      await sleep(100);
    }
  };
  const listening = listen();
  return {
    tenantId: tenant.id,
    heard,
    async leave() {
      left.abort();
      await listening;
    },
  };
}

/** One subscription, to its end. */
function once(url: string, token: string, heard: Heard[], leave: AbortSignal): Promise<void> {
  const client = createClient({
    url: url.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    // A replica that is mute answers no ping.
    keepAlive: 2_000,
    connectionParams: { authorization: `Bearer ${token}` },
  });
  const after = heard.at(-1)?.cursor ?? encodeCursor(['0']);
  return new Promise<void>((ended) => {
    const stop = client.subscribe<{ bitdefenderThreatDetected: Heard }>(
      { query: subscription, variables: { after } },
      {
        next: ({ data }) => void (data && heard.push(data.bitdefenderThreatDetected)),
        error: () => ended(),
        complete: () => ended(),
      },
    );
    leave.addEventListener('abort', () => stop(), { once: true });
  }).finally(() => client.dispose());
}
