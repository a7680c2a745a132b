import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer, Socket } from 'node:net';
import { Client } from 'pg';
import { connectionOptions } from '../../src/database-url.js';
import { atEndOfFile } from './end-of-file.js';

/** Parameters of a session that PgBouncer keeps track of; it refuses clients that ask for others. */
const tracked = ['user', 'database', 'client_encoding', 'datestyle', 'timezone', 'application_name'];
const sslRequest = 80877103;

/** Messages of a client that the server answers with ReadyForQuery: Query, Sync, FunctionCall. */
const answered = ['Q', 'S', 'F'];

/** An integration to PostgreSQL that whoever has a transaction to run may use. */
interface Server {
  socket: Socket;
  /** Who runs a transaction on it. */
  session: Session | null;
}

interface Session {
  socket: Socket;
  server: Server | null;
  /** What waits for a server. */
  waiting: Buffer[];
  /** Messages that ReadyForQuery has not answered yet. */
  unanswered: number;
}

/**
 * A pooler in transaction mode before one database, as strict as PgBouncer: each transaction gets the integration that was
 * free longest, notifications for nobody are lost, and parameters such as `options` are refused. Ends with the test file.
 * Returns its URL. Anybody may connect, as the user of `databaseUrl`.
 */
export async function startTransactionPooler(databaseUrl: string, size = 3): Promise<string> {
  const options = connectionOptions(databaseUrl);
  const servers = new Set<Server>();
  const sessions = new Set<Session>();
  const free: Server[] = [];
  const queue: Session[] = [];
  /** Those that are being opened. */
  const opening = new Set<Promise<void>>();
  let isClosing = false;

  async function openServer(): Promise<void> {
    const socket = new Socket().setNoDelay(true);
    // The driver connects and logs in; then its place is taken.
    const client = new Client({ ...options, stream: () => socket });
    client.on('error', () => undefined);
    await client.connect();
    socket.removeAllListeners('data');
    const server: Server = { socket, session: null };
    socket.on(
      'data',
      splitter((message) => passAnswer(server, message)),
    );
    socket.once('close', () => {
      servers.delete(server);
      server.session?.socket.destroy();
      if (free.includes(server)) free.splice(free.indexOf(server), 1);
      serve();
    });
    servers.add(server);
    free.push(server);
  }

  function serve(): void {
    if (isClosing) return;
    while (queue.length > 0 && free.length > 0) {
      const [session, server] = [queue.shift(), free.shift()];
      if (!session || !server) return;
      session.server = server;
      server.session = session;
      for (const message of session.waiting.splice(0)) server.socket.write(message);
    }
    if (queue.length > 0 && servers.size + opening.size < size) {
      const opened = openServer()
        .catch(() => {
          for (const session of queue.splice(0)) session.socket.destroy();
        })
        .finally(() => {
          opening.delete(opened);
          serve();
        });
      opening.add(opened);
    }
  }

  function passAnswer(server: Server, message: Buffer): void {
    const { session } = server;
    session?.socket.write(message);
    if (!session || typeOf(message) !== 'Z') return;
    session.unanswered -= 1;
    if (session.unanswered > 0 || message.toString('latin1', 5) !== 'I') return;
    server.session = null;
    session.server = null;
    free.push(server);
    serve();
  }

  function passRequest(session: Session, message: Buffer): void {
    const type = typeOf(message);
    if (type === 'X') {
      session.socket.end();
      return;
    }
    if (answered.includes(type)) session.unanswered += 1;
    if (session.server) {
      session.server.socket.write(message);
      return;
    }
    if (session.waiting.push(message) === 1) queue.push(session);
    serve();
  }

  function accept(socket: Socket): void {
    const session: Session = { socket, server: null, waiting: [], unanswered: 0 };
    sessions.add(session);
    socket.on('error', () => undefined);
    socket.once('close', () => {
      sessions.delete(session);
      if (queue.includes(session)) queue.splice(queue.indexOf(session), 1);
      // What it left unfinished must not be seen by the next one.
      session.server?.socket.destroy();
    });
    const pass = splitter((message) => passRequest(session, message));
    const start = (data: Buffer): void => {
      if (data.readInt32BE(4) === sslRequest) {
        socket.write('N');
        socket.once('data', start);
        return;
      }
      const unknown = parametersOf(data).find((name) => !tracked.includes(name.toLowerCase()));
      if (unknown !== undefined) {
        socket.end(refusal(`unsupported startup parameter: ${unknown}`));
        return;
      }
      socket.on('data', pass);
      socket.write(welcome());
    };
    socket.once('data', start);
  }

  const listener = createServer({ noDelay: true }, accept);
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  atEndOfFile(async () => {
    isClosing = true;
    listener.close();
    for (const { socket } of sessions) socket.destroy();
    // One that is still on its way would be left behind.
    await Promise.all(opening);
    const closed = [...servers].map(({ socket }) => once(socket, 'close'));
    // Said goodbye to, PostgreSQL ends the session at once.
    for (const { socket } of servers) socket.end(Buffer.from([0x58, 0, 0, 0, 4]));
    await Promise.all(closed);
  });
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new Error('The pooler has no port.');
  return `postgresql://${options.user}@127.0.0.1:${address.port}/${options.database}`;
}

const typeOf = (message: Buffer) => String.fromCharCode(message[0] ?? 0);

/** Calls `take` with each message of a stream of typed messages, whole. */
function splitter(take: (message: Buffer) => void): (data: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (data) => {
    rest = Buffer.concat([rest, data]);
    while (rest.length >= 5 && rest.length > rest.readInt32BE(1)) {
      const length = rest.readInt32BE(1) + 1;
      const message = rest.subarray(0, length);
      rest = rest.subarray(length);
      take(message);
    }
  };
}

/** The names of the parameters in a StartupMessage. */
function parametersOf(startup: Buffer): string[] {
  const texts = startup.toString('utf8', 8).split('\0');
  return texts.filter((text, index) => index % 2 === 0 && text !== '');
}

function message(type: string, content: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type, 'latin1');
  head.writeInt32BE(content.length + 4, 1);
  return Buffer.concat([head, content]);
}

function refusal(reason: string): Buffer {
  return message('E', Buffer.from(`SFATAL\0C08P01\0M${reason}\0\0`));
}

/** AuthenticationOk, two parameters, a key nobody can cancel with, and ReadyForQuery. */
function welcome(): Buffer {
  const key = Buffer.alloc(8);
  key.writeInt32BE(randomInt(1, 2 ** 31 - 1));
  return Buffer.concat([
    message('R', Buffer.alloc(4)),
    message('S', Buffer.from('client_encoding\0UTF8\0')),
    message('S', Buffer.from('standard_conforming_strings\0on\0')),
    message('K', key),
    message('Z', Buffer.from('I')),
  ]);
}
