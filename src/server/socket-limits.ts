import type { Socket } from 'node:net';
import { type ExecutionArgs, GraphQLError } from 'graphql';
import type { Extra } from 'graphql-ws/use/ws';
import type { Viewer } from '../auth/viewer.js';
import { wrapEvents } from '../domain/wrap-events.js';
import type { RequestContext } from '../graphql/context.js';
import type { Answered } from './enforce-limits.js';

/** The code of a socket that is closed, but not for anything wrong with its client, which connects again. */
export const tryAgainLater = 1013;

/** What sockets may take of one process at most. A client that is refused has to close a socket, or to connect again when its user asks for it. */
export const socketLimits = {
  /** Open at once by one person or program. */
  ofPerson: 50,
  /** Open at once by one tenant. */
  ofTenant: 500,
  /** Connected, and not authenticated yet. */
  unauthenticated: 200,
  /** Operations that run at once on one socket. */
  operations: 100,
  /** Subscriptions that run at once for one tenant. */
  subscriptionsOfTenant: 1_000,
  /** Bytes that wait for a client to read them. */
  unreadBytes: 1_048_576,
} as const;

/** Counts of what is open, by whatever key; what is not there takes no memory. */
function createCounts() {
  const counts = new Map<string, number>();
  return {
    of: (key: string) => counts.get(key) ?? 0,
    add(key: string, change: 1 | -1) {
      const count = (counts.get(key) ?? 0) + change;
      if (count > 0) counts.set(key, count);
      else counts.delete(key);
    },
  };
}

const personOf = ({ tenantId, subject }: Viewer) => JSON.stringify([tenantId, subject]);

/** A WebSocket or an event stream. */
export interface Closable {
  once(event: 'close', listener: () => void): unknown;
}

/** What is open in this process, and whether more may be. */
export interface SocketCounts {
  /** A socket has been opened; false where too many wait for their tokens. It counts until it is closed or admitted. */
  wait(socket: Closable): boolean;
  /** The owner of a socket or stream that is not closed yet is known; the reason why it is too much, else null. It counts until it is closed. */
  admit(socket: Closable, viewer: Viewer): string | null;
  /** Whether the tenant may have another subscription; it counts until `end` is called. */
  begin(viewer: Viewer): boolean;
  end(viewer: Viewer): void;
}

/** Begins to count. */
export function createSocketCounts(): SocketCounts {
  const waiting = new Set<Closable>();
  const [people, tenants, subscriptions] = [createCounts(), createCounts(), createCounts()];
  return {
    wait(socket) {
      if (waiting.size >= socketLimits.unauthenticated) return false;
      waiting.add(socket);
      socket.once('close', () => waiting.delete(socket));
      return true;
    },
    admit(socket, viewer) {
      waiting.delete(socket);
      const person = personOf(viewer);
      if (people.of(person) >= socketLimits.ofPerson)
        return `You have ${socketLimits.ofPerson} connections, the most there may be: close one.`;
      if (tenants.of(viewer.tenantId) >= socketLimits.ofTenant)
        return `Your MSP has ${socketLimits.ofTenant} connections, the most there may be.`;
      people.add(person, 1);
      tenants.add(viewer.tenantId, 1);
      socket.once('close', () => {
        people.add(person, -1);
        tenants.add(viewer.tenantId, -1);
      });
      return null;
    },
    begin({ tenantId }) {
      if (subscriptions.of(tenantId) >= socketLimits.subscriptionsOfTenant) return false;
      subscriptions.add(tenantId, 1);
      return true;
    },
    end({ tenantId }) {
      subscriptions.add(tenantId, -1);
    },
  };
}

/** The error of an operation that has too many beside it. */
const tooManyAtOnce = (message: string) =>
  new GraphQLError(`${message} End one first.`, { extensions: { code: 'TOO_MANY_AT_ONCE' } });

/** Made once: where errors are made is noted in each, which takes long when thousands are refused. */
export const tooManyOperations = tooManyAtOnce(`A connection may run ${socketLimits.operations} operations at once.`);
const tooManySubscriptions = tooManyAtOnce(
  `An MSP may have ${socketLimits.subscriptionsOfTenant} subscriptions at once.`,
);

/** Counts subscriptions from their start to their end, and refuses those beyond what a tenant may have. */
export function countSubscriptions(counts: SocketCounts, run: (args: ExecutionArgs) => Answered | Promise<Answered>) {
  return async (args: ExecutionArgs): Promise<Answered> => {
    const { viewer } = args.contextValue as RequestContext;
    if (!counts.begin(viewer)) return { errors: [tooManySubscriptions] };
    const end = () => counts.end(viewer);
    try {
      const answered = await run(args);
      if (Symbol.asyncIterator in answered) return wrapEvents(answered, { ended: end });
      end();
      return answered;
    } catch (error) {
      end();
      throw error;
    }
  };
}

const corked = new WeakSet<Socket>();

/**
 * To be called before a message is sent that is not sent to others as well. What is sent in one round of the event loop leaves together: a write of its
 * own for each of many events takes longer than to make them.
 */
export function prepareToSend({ socket, request }: Extra): void {
  const connection = request.socket;
  if (!corked.has(connection)) {
    corked.add(connection);
    connection.cork();
    setImmediate(() => {
      corked.delete(connection);
      connection.uncork();
    });
  }
  closeUnread(socket);
}

/**
 * Closes a socket whose client does not read, since what waits for it is memory of everybody; the client may connect again, from its last
 * cursor on.
 */
export function closeUnread(socket: Extra['socket']): void {
  if (socket.bufferedAmount > socketLimits.unreadBytes) socket.close(tryAgainLater, 'Events were not read. Try again.');
}
