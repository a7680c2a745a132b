import { connect, createServer, type Socket } from 'node:net';
import { atEndOfFile } from './end-of-file.js';
import { ownPort } from './own-port.js';

/** A proxy to PostgreSQL that counts the statements of whoever connects through it, whatever library sends them. */
export interface StatementCounter {
  port: number;
  /** The texts of the statements since the last call, each as often as it was sent. */
  take(): string[];
}

/** Starts it in front of a port of this machine, without encryption; it ends with the test file. */
export async function startStatementCounter(target: number): Promise<StatementCounter> {
  let statements: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((incoming) => {
    const outgoing = connect(target, '127.0.0.1');
    const read = readMessages((text) => statements.push(text));
    incoming.on('data', read);
    incoming.pipe(outgoing).pipe(incoming);
    for (const socket of [incoming, outgoing]) {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    }
  });
  const port = await ownPort();
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  atEndOfFile(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((closed) => server.close(closed));
  });
  return {
    port,
    take() {
      const taken = statements;
      statements = [];
      return taken;
    },
  };
}

/** Reads the frontend's messages: a length without a type first (the start-up), then types with a length. */
function readMessages(onStatement: (text: string) => void): (chunk: Buffer) => void {
  let unread = Buffer.alloc(0);
  let head = 0;
  return (chunk) => {
    unread = Buffer.concat([unread, chunk]);
    while (unread.length >= head + 4 && unread.length >= head + unread.readInt32BE(head)) {
      const end = head + unread.readInt32BE(head);
      const text = textOf(unread.toString('latin1', 0, head), unread.subarray(head + 4, end));
      if (text !== null) onStatement(text);
      unread = unread.subarray(end);
      head = 1;
    }
  };
}

/** The SQL of a simple query, or of the parsing of one: each of our libraries parses before it executes. */
function textOf(type: string, body: Buffer): string | null {
  if (type === 'Q') return body.subarray(0, -1).toString();
  return type === 'P' ? (body.toString().split('\0')[1] ?? '') : null;
}
