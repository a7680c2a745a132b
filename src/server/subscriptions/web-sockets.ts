import type { Server as HttpServer } from 'node:http';
import { CloseCode } from 'graphql-ws';
import { type Extra, useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { type Authenticate, UnauthenticatedError, type Viewer } from '../../auth/viewer.js';
import { measures } from '../../telemetry/measures.js';
import { type RequestLabel, requestIdOf } from '../../telemetry/request-context.js';
import { refusalOf } from '../admit-requests.js';
import { operationFor } from '../operation-for.js';
import { originOf, type Trust } from '../request-origin.js';
import { prepareToSend, socketLimits, tooManyOperations, tryAgainLater } from '../socket-limits.js';
import { socketOutlet } from './outlet.js';
import type { StreamedOperations, StreamedParts } from './streamed-operations.js';

/** What is known of a WebSocket. */
type SocketExtra = {
  viewer?: Viewer;
  /** Says that it is closed. */
  leave?: () => void;
  label?: RequestLabel;
};

const goingAway = 1001;
/** How long a new WebSocket may take to authenticate: longer than the library's three seconds. */
const firstMessageMilliseconds = 15_000;

/** Serves operations over WebSocket at the path of the graph. The function that it returns closes all with a code that makes clients reconnect. */
export function serveWebSockets(
  http: HttpServer,
  parts: StreamedParts & {
    operations: StreamedOperations;
    authenticate: Authenticate;
    trust: Trust;
    /** Logs why a token of the platform could not be used. */
    logBadClaims: (error: unknown) => void;
  },
): () => Promise<void> {
  const { schema, authenticate, counts, operations, errors } = parts;
  const webSockets = new WebSocketServer({ server: http, path: '/graphql', maxPayload: 1_048_576 });
  webSockets.on('connection', (socket) => {
    measures().sockets.add(1);
    socket.once('close', () => measures().sockets.add(-1));
    if (!counts.wait(socket)) socket.close(tryAgainLater, 'Too many connections wait for their tokens.');
  });

  /** Lets a socket of a viewer in; false where it may not be. */
  function admit(extra: SocketExtra & Extra, viewer: Viewer): boolean {
    // Closed meanwhile: nothing would take it out of what is open.
    if (extra.socket.readyState === extra.socket.CLOSED) return false;
    const tooMany = counts.admit(extra.socket, viewer);
    if (tooMany !== null) {
      extra.socket.close(CloseCode.TooManyInitialisationRequests, tooMany);
      return false;
    }
    extra.leave = parts.open.keep(viewer, (reason) => extra.socket.close(CloseCode.Forbidden, reason));
    return true;
  }

  const subscriptions = useServer<Record<string, unknown>, SocketExtra>(
    {
      connectionInitWaitTimeout: firstMessageMilliseconds,
      onConnect: async ({ connectionParams, extra }) => {
        const given = connectionParams?.authorization ?? connectionParams?.Authorization;
        try {
          extra.viewer = await authenticate(typeof given === 'string' ? given : extra.request.headers.authorization);
          return admit(extra, extra.viewer);
        } catch (error) {
          parts.logBadClaims(error);
          // Clients take 4403 and this code as a reason to connect again, but not the one of an unexpected error.
          if (!(error instanceof UnauthenticatedError)) extra.socket.close(tryAgainLater, 'Try again.');
          return false;
        }
      },
      onClose: ({ extra }) => extra.leave?.(),
      onSubscribe: async ({ extra: { viewer }, subscriptions: running }, _id, payload) => {
        if (Object.keys(running).length > socketLimits.operations) return [tooManyOperations];
        if (viewer === undefined) throw new Error('A socket without a viewer.');
        const refused = await refusalOf(parts.admission, viewer);
        return refused ?? operationFor(schema, viewer, payload);
      },
      execute: operations.execute('websocket', true),
      subscribe: operations.subscribe('websocket'),
      context: ({ extra }, id) => {
        if (extra.viewer === undefined) throw new Error('A socket without a viewer.');
        extra.label ??= {
          requestId: requestIdOf(extra.request.headers['x-request-id']),
          origin: originOf(extra.request, parts.trust),
        };
        return operations.contextOf(extra.viewer, extra.label, socketOutlet(extra, id));
      },
      onOperation: async ({ extra }, _id, _payload, args) => {
        if (extra.viewer) await operations.remember(extra.viewer, args);
      },
      // As Apollo does over HTTP: unexpected errors are masked.
      onNext: ({ extra }, _id, _payload, _args, result) => {
        prepareToSend(extra);
        return result.errors && errors.answerOf(result);
      },
      onError: (_context, _id, _payload, given) => given.map(errors.masked),
    },
    webSockets,
  );
  return async () => {
    for (const socket of webSockets.clients) socket.close(goingAway, 'The service is stopping: connect again.');
    await subscriptions.dispose();
  };
}
