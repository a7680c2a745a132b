import { sql } from 'kysely';
import { Client } from 'pg';
import { type Queries } from '../database/database.js';
import { connectionOptions } from '../database-url.js';

/** Announces that something of this tenant changed. What changed is read from the tables. */
export interface LiveEvent {
  tenantId: string;
  topic: 'threats' | 'alerts' | 'runs' | 'connections';
  /** The run or the connection, for the topics `runs` and `connections`. */
  id?: string;
  /** When the transaction that announced it began, in epoch milliseconds of the database. */
  at?: number;
}

const channel = 'opsmerge_bitdefender';

/** Notifies every replica when, and only if, the transaction commits. PostgreSQL merges equal events of one transaction. */
export async function announce(queries: Queries, event: LiveEvent): Promise<void> {
  const at = sql`jsonb_build_object('at', floor(extract(epoch from now()) * 1000))`;
  await sql`select pg_notify(${channel}, (${JSON.stringify(event)}::jsonb || ${at})::text)`.execute(queries);
}

export interface LiveEvents {
  /** Whether events are received at the moment. */
  isListening(): boolean;
  /**
   * Calls the listener for each event of one tenant and topic, and once after a lost connection was restored. Returns a
   * function that removes it.
   */
  on(tenantId: string, topic: LiveEvent['topic'], listener: (event: LiveEvent) => void): () => void;
  close(): Promise<void>;
}

/** Listens on a connection of its own, which is reopened whenever it is lost; `onProblem` receives the errors. */
export async function openLiveEvents(databaseUrl: string, onProblem: (error: Error) => void): Promise<LiveEvents> {
  const listeners = new Map<string, Set<(event: LiveEvent) => void>>();
  const key = (event: Pick<LiveEvent, 'tenantId' | 'topic'>) => JSON.stringify([event.tenantId, event.topic]);
  const options = connectionOptions(databaseUrl);
  let closed = false;
  let isListening = false;
  let client: Client;

  async function connect(): Promise<void> {
    client = new Client({ ...options, application_name: `${options.application_name}-live`, keepAlive: true });
    const connected = client;
    connected.on('notification', ({ payload }) => {
      const event = JSON.parse(payload ?? '{}') as LiveEvent;
      for (const listener of listeners.get(key(event)) ?? []) listener(event);
    });
    connected.on('error', (error) => {
      isListening = false;
      onProblem(error);
      void reconnect();
    });
    await connected.connect();
    await connected.query(`listen ${channel}`);
    isListening = true;
  }

  async function reconnect(): Promise<void> {
    for (let wait = 100; !closed; wait = Math.min(wait * 2, 5_000)) {
      await new Promise((resolve) => setTimeout(resolve, wait).unref());
      if (closed) return;
      try {
        await connect();
        for (const [name, group] of listeners) {
          const [tenantId, topic] = JSON.parse(name) as [string, LiveEvent['topic']];
          for (const listener of group) listener({ tenantId, topic });
        }
        return;
      } catch (error) {
        onProblem(error as Error);
      }
    }
  }

  await connect();
  return {
    isListening: () => isListening,
    on(tenantId, topic, listener) {
      const name = key({ tenantId, topic });
      const group = listeners.get(name) ?? new Set();
      listeners.set(name, group.add(listener));
      return () => {
        group.delete(listener);
        if (group.size === 0) listeners.delete(name);
      };
    },
    async close() {
      closed = true;
      await client.end().catch(() => undefined);
    },
  };
}
