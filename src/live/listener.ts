import { Socket } from 'node:net';
import { Client } from 'pg';
import { connectionOptions } from '../database-url.js';

/** A connection that listens. */
export interface Listener {
  /**
   * Resolves when a notification of its own, sent by `notify`, has come back; rejects when it does not come back in time.
   * A connection that a firewall has forgotten, or that a pooler shares, neither ends nor fails: only silence shows it.
   */
  prove(): Promise<void>;
  /** Ends the connection without waiting for the server. */
  close(): void;
}

/** How long a statement, or the notification that follows it, may take. */
const patienceMilliseconds = 10_000;

/**
 * Opens a connection that listens to a channel and to one of its own. `onLost` is called once, when the connection fails
 * or ends by itself. Rejects when it cannot be opened.
 */
export async function openListener(given: {
  url: string;
  channel: string;
  onNotification: (payload: string) => void;
  onLost: (error: Error) => void;
  /** Sends a notification the way that every other one is sent. */
  notify: (channel: string, payload: string) => Promise<void>;
  patience?: number;
}): Promise<Listener> {
  const { url, channel, patience = patienceMilliseconds } = given;
  const options = connectionOptions(url);
  const socket = new Socket();
  const client = new Client({
    ...options,
    application_name: `${options.application_name}-live`,
    connectionTimeoutMillis: options.connectionTimeoutMillis ?? patience,
    query_timeout: patience,
    keepAlive: true,
    // Its own, so that it can be given up: `end` would wait for an answer that may never come.
    stream: () => socket,
  });
  const ownChannel = `${channel}_${crypto.randomUUID().replaceAll('-', '')}`;
  const expected = new Map<string, () => void>();
  let over = false;
  const lose = (error: Error) => {
    if (over) return;
    over = true;
    socket.destroy();
    given.onLost(error);
  };
  client.on('notification', ({ channel: heard, payload = '' }) => {
    if (heard === ownChannel) expected.get(payload)?.();
    else given.onNotification(payload);
  });
  client.on('error', lose);
  client.on('end', () => lose(new Error('The connection ended.')));
  try {
    await client.connect();
    await client.query(`listen ${channel}`);
    await client.query(`listen ${ownChannel}`);
  } catch (error) {
    over = true;
    socket.destroy();
    throw error;
  }
  return {
    async prove() {
      const sent = crypto.randomUUID();
      const returned = new Promise<void>((resolve) => expected.set(sent, resolve));
      try {
        await given.notify(ownChannel, sent);
        // Counted from here: a pool that is busy says nothing about this connection.
        if (!(await isWithin(returned, patience)))
          throw new Error(
            'A notification did not come back. If a pooler in transaction mode is in between, set DATABASE_DIRECT_URL.',
          );
      } finally {
        expected.delete(sent);
      }
    },
    close() {
      over = true;
      socket.destroy();
    },
  };
}

/** Whether a promise resolves within that time. */
async function isWithin(promise: Promise<void>, milliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  return Promise.race([promise.then(() => true), tooLate]).finally(() => clearTimeout(timer));
}
