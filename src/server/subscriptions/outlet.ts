import type { Socket } from 'node:net';
import type { Response } from 'express';
import type { Extra } from 'graphql-ws/use/ws';
import { closeUnread } from '../socket-limits.js';

/** An answer as JSON in UTF-8: encoded once for all who get it. */
export interface Written {
  json: Buffer;
}

/** Where the answers of one subscription leave, as text that is the same for others. */
export interface Outlet {
  /** Takes answers; `flush` is called after it. */
  take(answers: readonly Written[]): void;
  /** Sends what was taken; false while some of it waits for the client to read. */
  flush(): boolean;
  /** Resolves when nothing waits, or the connection is closed. */
  ready(): Promise<unknown>;
  /** What was sent, for the log and the metrics. */
  readonly sent: { events: number; hasFailed: boolean };
}

/** Follows what was written to a connection until it has left this process. */
function createBacklog() {
  let waiting = 0;
  let empty = Promise.withResolvers<void>();
  const gone = () => {
    waiting -= 1;
    if (waiting > 0) return;
    empty.resolve();
    empty = Promise.withResolvers();
  };
  return {
    /** Counts a write; returns what is to be called when it is done, or has failed. */
    add(): () => void {
      waiting += 1;
      return gone;
    },
    emptied: () => (waiting === 0 ? Promise.resolve() : empty.promise),
  };
}

/** Connections that keep back what they were given: all of it leaves in one write, of all subscriptions on one socket. */
const corked = new WeakSet<Socket>();

/** Sends the answers of the subscription with this id over a WebSocket, each as a message of `graphql-transport-ws`. */
export function socketOutlet({ socket, request }: Extra, id: string): Outlet {
  const start = Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":`);
  const end = Buffer.from('}');
  const connection = request.socket;
  const backlog = createBacklog();
  return {
    sent: { events: 0, hasFailed: false },
    take(answers) {
      closeUnread(socket);
      // Whoever is refused, or going, gets nothing more.
      if (socket.readyState !== socket.OPEN) return;
      if (!corked.has(connection)) connection.cork();
      corked.add(connection);
      const last = answers.length - 1;
      for (const [number, { json }] of answers.entries())
        socket.send(Buffer.concat([start, json, end]), { binary: false }, number === last ? backlog.add() : undefined);
    },
    flush() {
      if (corked.delete(connection)) connection.uncork();
      return socket.bufferedAmount === 0;
    },
    ready: backlog.emptied,
  };
}

/** An event as the protocol of graphql-sse has it. */
export const nextEvent = (data: string): string => `event: next\ndata: ${data}\n\n`;

/** Sends the answers of a subscription as server-sent events. To a client that does not read, nothing more is given than it was at once. */
export function streamOutlet(response: Response): Outlet {
  const backlog = createBacklog();
  return {
    sent: { events: 0, hasFailed: false },
    take(answers) {
      if (response.writable)
        response.write(answers.map(({ json }) => nextEvent(json.toString())).join(''), backlog.add());
    },
    flush: () => response.writableLength === 0,
    ready: backlog.emptied,
  };
}
