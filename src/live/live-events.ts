import { setTimeout } from 'node:timers/promises';
import { type RawBuilder, sql } from 'kysely';
import type { Database, Queries } from '../database/database.js';
import { acrossTenants } from '../database/tenancy.js';
import { lastSequences, type WatchedLog } from './last-sequences.js';
import { type Listener, openListener } from './listener.js';

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
  await sql`select ${announcement(event)}`.execute(queries);
}

/** The same as an expression, for a statement that has something else to do. */
export function announcement(event: LiveEvent): RawBuilder<string> {
  const at = sql`jsonb_build_object('at', floor(extract(epoch from now()) * 1000))`;
  return sql<string>`pg_notify(${channel}, (${JSON.stringify(event)}::jsonb || ${at})::text)::text`;
}

/** Whether it has been proved that notifications arrive, and since when that is so. */
export interface ListenerState {
  listening: boolean;
  since: Date;
}

export interface LiveEvents {
  /**
   * Calls the listener for each event of one tenant and topic, and once after a lost connection was restored. While
   * notifications do not arrive it is called every few seconds instead, so that subscribers see changes late, but see them.
   * Returns a function that removes it.
   */
  on(tenantId: string, topic: LiveEvent['topic'], listener: (event: LiveEvent) => void): () => void;
  state(): ListenerState;
  close(): Promise<void>;
}

export interface LiveParts {
  /** Where changes are written, and looked for. */
  database: Database;
  /** Where LISTEN works: not behind a pooler in transaction mode. */
  url: string;
  /** Receives why notifications do not arrive, each time that they cease to. */
  onProblem: (error: Error) => void;
  /** How often it is proved that notifications arrive; 10 seconds by default. */
  heartbeatMilliseconds?: number;
}

const longestPatience = 5_000;
const shortestWait = 100;

/** Listens on a connection of its own, which is replaced whenever it ends, fails or falls silent. */
export async function openLiveEvents(given: LiveParts): Promise<LiveEvents> {
  const { database, url, onProblem, heartbeatMilliseconds = 10_000 } = given;
  const listeners = new Map<string, Set<(event: LiveEvent) => void>>();
  const nameOf = (event: Pick<LiveEvent, 'tenantId' | 'topic'>) => JSON.stringify([event.tenantId, event.topic]);
  const eventOf = (name: string): LiveEvent => {
    const [tenantId, topic] = JSON.parse(name) as [string, LiveEvent['topic']];
    return { tenantId, topic };
  };
  const closing = new AbortController();
  /** Aborts when the connection is lost. */
  let losing = new AbortController();
  const pause = (milliseconds: number) =>
    setTimeout(milliseconds, undefined, {
      signal: AbortSignal.any([closing.signal, losing.signal]),
      ref: false,
    }).catch(() => undefined);
  let listener: Listener | undefined;
  let isProblemKnown = false;
  let state: ListenerState = { listening: false, since: new Date() };
  /** The logs that were announced since the last look, and the last changes of all that were watched then. */
  const announced = new Set<string>();
  let known = new Map<string, string | null>();

  const call = (event: LiveEvent) => {
    announced.add(nameOf(event));
    for (const each of listeners.get(nameOf(event)) ?? []) each(event);
  };
  const callAll = () => {
    for (const name of listeners.keys()) call(eventOf(name));
  };
  const lose = (error: Error) => {
    listener?.close();
    listener = undefined;
    losing.abort();
    if (!closing.signal.aborted && !isProblemKnown) onProblem(error);
    isProblemKnown = true;
    if (state.listening) state = { listening: false, since: new Date() };
  };

  async function open(): Promise<void> {
    losing = new AbortController();
    listener = await openListener({
      ...{ url, channel, onLost: lose },
      patience: Math.min(heartbeatMilliseconds, longestPatience),
      onNotification: (payload) => call(JSON.parse(payload) as LiveEvent),
      notify: async (name, payload) => {
        await sql`select pg_notify(${name}, ${payload})`.execute(database.query);
      },
    });
  }

  /** Calls those who watch a log that has grown without being announced. */
  async function look(): Promise<void> {
    const watched = [...listeners.keys()].map(eventOf).filter(isLogged);
    const last = await acrossTenants(() => lastSequences(database.query, watched));
    const found = new Map(watched.map((log, place) => [nameOf(log), last[place] ?? null]));
    for (const [name, sequence] of found)
      if (known.has(name) && known.get(name) !== sequence && !announced.has(name)) call(eventOf(name));
    announced.clear();
    known = found;
  }

  /** Proves again and again that notifications arrive, and replaces the connection when they do not. */
  async function keepListening(): Promise<void> {
    for (let wait = shortestWait; !closing.signal.aborted; ) {
      if (listener === undefined) {
        losing = new AbortController();
        await pause(wait);
        wait = Math.min(wait * 2, longestPatience);
        if (!closing.signal.aborted) await open().catch(lose);
        callAll();
      } else if (
        await listener
          .prove()
          .then(look)
          .then(() => true, refused)
      ) {
        wait = shortestWait;
        isProblemKnown = false;
        if (!state.listening) state = { listening: true, since: new Date() };
        await pause(heartbeatMilliseconds);
      }
    }
  }
  const refused = (error: Error) => {
    lose(error);
    return false;
  };

  await open();
  const kept = keepListening();
  return {
    on(tenantId, topic, each) {
      const name = nameOf({ tenantId, topic });
      const group = listeners.get(name) ?? new Set();
      listeners.set(name, group.add(each));
      return () => {
        group.delete(each);
        if (group.size === 0) listeners.delete(name);
      };
    },
    state: () => state,
    async close() {
      closing.abort();
      listener?.close();
      await kept;
    },
  };
}

const isLogged = (event: LiveEvent): event is WatchedLog => event.topic === 'threats' || event.topic === 'alerts';
