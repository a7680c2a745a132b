import { connect, createServer, type Socket } from 'node:net';
import { ownPort } from './own-port.js';

/** A TCP proxy that can break connections the way that networks do. */
export interface BreakableProxy {
  port: number;
  /** Of the connections that are open now, nothing arrives any longer, in either direction, without an end or an error. */
  mute(): void;
  /** Ends all connections. */
  cut(): void;
  /** How many connections have been made. */
  count(): number;
  close(): Promise<void>;
}

/** Starts a proxy to a port of this machine. */
export async function startBreakableProxy(target: number): Promise<BreakableProxy> {
  const port = await ownPort();
  const pairs = new Set<[Socket, Socket]>();
  let count = 0;
  const server = createServer((incoming) => {
    count += 1;
    const outgoing = connect(target, '127.0.0.1');
    const pair: [Socket, Socket] = [incoming, outgoing];
    pairs.add(pair);
    incoming.pipe(outgoing).pipe(incoming);
    for (const socket of pair) {
      socket.on('error', () => undefined);
      socket.on('close', () => {
        pairs.delete(pair);
        for (const each of pair) each.destroy();
      });
    }
  });
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  const cut = () => {
    for (const pair of pairs) for (const socket of pair) socket.destroy();
  };
  return {
    port,
    cut,
    count: () => count,
    async close() {
      cut();
      await new Promise((closed) => server.close(closed));
    },
    mute() {
      for (const [incoming, outgoing] of pairs) {
        incoming.unpipe(outgoing);
        outgoing.unpipe(incoming);
        // Read and dropped, so that neither side notices by a full buffer.
        incoming.resume();
        outgoing.resume();
      }
    },
  };
}
