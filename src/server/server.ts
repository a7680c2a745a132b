import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import { ApolloServerPluginDrainHttpServer } from '@apollo/server/plugin/drainHttpServer';
import { expressMiddleware } from '@as-integrations/express5';
import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { type ExecutionArgs, execute, GraphQLError, type GraphQLFormattedError, getOperationAST } from 'graphql';
import { CloseCode } from 'graphql-ws';
import { type Extra, useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { cooldownMilliseconds } from '../auth/key-set.js';
import { type Authenticate, BadClaimsError, UnauthenticatedError, type Viewer } from '../auth/viewer.js';
import type { Config } from '../config.js';
import { withReading } from '../database/reading.js';
import { unlimited, withBudget } from '../database/request-budget.js';
import { asTenant } from '../database/tenancy.js';
import { isUnstorableText } from '../database/unstorable-text.js';
import type { Live, RequestContext } from '../graphql/context.js';
import { inputErrorOf, UserInputError, withoutValues } from '../graphql/errors.js';
import { budgetOf, limits } from '../graphql/limits.js';
import type { SubgraphSchema } from '../graphql/schema.js';
import type { ReadRouting } from '../live/seen.js';
import type { Logger } from '../logger.js';
import { measures } from '../telemetry/measures.js';
import { type RequestLabel, requestIdOf } from '../telemetry/request-context.js';
import { admitExports, admitOperations, admitRequests, refusalOf } from './admit-requests.js';
import { limitsPlugin, wholeOrNothing, withinLimits } from './enforce-limits.js';
import { forItsTenant } from './for-its-tenant.js';
import { addHealthRoutes, keepAlive, type Readiness } from './health.js';
import { observeOperations, observeSocket } from './observe-operations.js';
import { observeRequests } from './observe-requests.js';
import { operationFor, schemaFor } from './operation-for.js';
import { createAdmission } from './request-limits.js';
import { originOf, type Trust } from './request-origin.js';
import { createSubscribe } from './shared-executions.js';
import {
  countSubscriptions,
  createSocketCounts,
  prepareToSend,
  socketLimits,
  tooManyAtOnce,
  tryAgainLater,
} from './socket-limits.js';
import type { TokenRefusals } from './token-refusals.js';

export interface ServerParts extends Readiness {
  schema: SubgraphSchema;
  authenticate: Authenticate;
  /** Ends the sockets of those who are refused while they are open. */
  refusals: TokenRefusals;
  /** Where accesses are put on record. */
  accesses: { record(viewer: Viewer, access: Parameters<RequestContext['noteAccess']>[0]): void };
  live: Live;
  /** Serves the file of an export link; the viewer is in `response.locals`. */
  exportRoute: RequestHandler;
  /** Between the database and its replica. */
  readRouting: ReadRouting;
  logger: Logger;
  /** Whether each request leaves a line in the log. */
  accessLog: boolean;
}

export interface Server {
  /** The GraphQL address. */
  url: string;
  /** Ends subscriptions with a code that makes clients reconnect, then drains requests. */
  close(): Promise<void>;
}

/** Decides where each request over HTTP reads its lists from. Requests over WebSocket read from the primary. */
function readPlugin(routing: ReadRouting): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: ({ operation, contextValue, request }) =>
        routing.choose(contextValue.reading, {
          tenantId: contextValue.viewer.tenantId,
          isMutation: operation?.operation !== 'query',
          seen: request.http?.headers.get('x-opsmerge-seen'),
        }),
      async willSendResponse({ operation, contextValue }) {
        if (operation?.operation === 'mutation') await routing.remember(contextValue.viewer.tenantId);
      },
    }),
  };
}

/** What is known of a WebSocket. */
type SocketExtra = {
  viewer?: Viewer;
  expiry?: NodeJS.Timeout;
  label?: RequestLabel;
};

const goingAway = 1001;

const refusal = (message: string, code: string) => ({ errors: [{ message, extensions: { code } }] });

/** How long a new WebSocket may take to authenticate: longer than the library's three seconds. */
const firstMessageMilliseconds = 15_000;
/** The longest delay of a timer: 31 bits of milliseconds. */
const longestTimer = 2 ** 31 - 1;

/** Serves GraphQL over HTTP and WebSocket, `/healthz` and `/readyz`. Port 0 selects a free port. */
export async function startServer(
  parts: ServerParts,
  listen: Pick<Config, 'host' | 'port' | 'trustProxy' | 'requestLimits'>,
): Promise<Server> {
  const { schema, authenticate, live, logger } = parts;
  const contextFor = (viewer: Viewer): RequestContext => ({
    viewer,
    noteAccess: (access) => parts.accesses.record(viewer, access),
    loaders: new Map(),
    live,
    reading: { asOf: null },
    budget: budgetOf(undefined),
    seenToken: () => parts.readRouting.token(),
  });
  /** The request that opened the socket of an operation. */
  const requests = new WeakMap<object, RequestLabel>();
  const app = express().disable('x-powered-by').disable('etag').set('trust proxy', listen.trustProxy);
  const trust = app.get('trust proxy fn') as Trust;
  const http = createServer(keepAlive, app);
  const graphs = [schema.full, schema.portal, schema.beyondPortal];
  const apolloServers = new Map(graphs.map((graph) => [graph, apolloServer(graph, http, logger)] as const));
  await Promise.all([...apolloServers.values()].map((server) => server.start()));

  app.use(observeRequests(parts, trust));
  addHealthRoutes(app, parts);
  const authenticated: RequestHandler = async (request, response, next) => {
    try {
      response.locals.viewer = await authenticate(request.headers.authorization);
      next();
    } catch (error) {
      logBadClaims(error);
      if (error instanceof UnauthenticatedError)
        return response.status(401).json(refusal(error.message, 'UNAUTHENTICATED'));
      response.setHeader('retry-after', cooldownMilliseconds / 1_000);
      response.status(503).json(refusal('The token cannot be verified at the moment. Try again.', 'UNAVAILABLE'));
    }
  };
  const admission = createAdmission(listen.requestLimits);
  const admitted = admitRequests(admission);
  app.get('/exports/:sealed', authenticated, admitted, admitExports(admission), (request, response, next) => {
    const viewer = response.locals.viewer as Viewer;
    // No budget: a file has as many rows as its list. Somebody waits for it all the same.
    return asTenant(viewer.tenantId, () => withBudget(unlimited, () => parts.exportRoute(request, response, next)));
  });
  app.use(
    '/graphql',
    authenticated,
    admitted,
    // After authentication: the body of a request without a valid token is not read.
    express.json({ limit: '1mb' }),
    (request, response, next) => {
      const viewer = response.locals.viewer as Viewer;
      response.setHeader('cache-control', 'no-store');
      const server = apolloServers.get(schemaFor(schema, viewer, request));
      if (server === undefined) throw new Error('A schema without a server.');
      const context = contextFor(viewer);
      const handle = expressMiddleware(server, { context: async () => context });
      return asTenant(viewer.tenantId, () =>
        withReading(context.reading, () => withBudget(context.budget, () => handle(request, response, next))),
      );
    },
  );

  // The default answer of Express to an unreadable body repeats a part of it, with a stack trace.
  app.use((error: { status?: number }, _request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) return next(error);
    const status = error.status ?? 500;
    if (status >= 500) logger.error({ err: error }, 'a request failed');
    const message =
      status >= 500 ? 'Something failed here. Try again.' : 'The request cannot be read. Send GraphQL as JSON.';
    const code = status >= 500 ? 'INTERNAL_SERVER_ERROR' : 'BAD_REQUEST';
    response.status(status).json({ errors: [{ message, extensions: { code } }] });
  });

  const counts = createSocketCounts();
  const webSockets = new WebSocketServer({ server: http, path: '/graphql', maxPayload: 1_048_576 });
  webSockets.on('connection', (socket) => {
    measures().sockets.add(1);
    socket.once('close', () => measures().sockets.add(-1));
    if (!counts.wait(socket)) socket.close(tryAgainLater, 'Too many connections wait for their tokens.');
  });
  /** Sockets that are authenticated. */
  const open = new Set<SocketExtra & Extra>();
  parts.refusals.onRead(() => {
    for (const { viewer, socket } of open)
      if (viewer && parts.refusals.refuses(viewer)) socket.close(CloseCode.Forbidden, 'The token has been refused.');
  });
  const socketLog = {
    ...parts,
    request: ({ contextValue }: ExecutionArgs) => requests.get(contextValue as object) ?? { requestId: '' },
  };
  const subscriptions = useServer<Record<string, unknown>, SocketExtra>(
    {
      connectionInitWaitTimeout: firstMessageMilliseconds,
      onConnect: async ({ connectionParams, extra }) => {
        const given = connectionParams?.authorization ?? connectionParams?.Authorization;
        try {
          extra.viewer = await authenticate(typeof given === 'string' ? given : extra.request.headers.authorization);
          // Closed meanwhile: nothing would take it out of what is open.
          if (extra.socket.readyState === extra.socket.CLOSED) return false;
          const tooMany = counts.admit(extra.socket, extra.viewer);
          if (tooMany !== null) {
            extra.socket.close(CloseCode.TooManyInitialisationRequests, tooMany);
            return false;
          }
          open.add(extra);
          const remaining = extra.viewer.expiresAt.getTime() - Date.now();
          extra.expiry = setTimeout(
            () => extra.socket.close(CloseCode.Forbidden, 'The token has expired: connect with a new one.'),
            Math.min(remaining, longestTimer),
          ).unref();
          return true;
        } catch (error) {
          logBadClaims(error);
          // Clients take 4403 and this code as a reason to connect again, but not the one of an unexpected error.
          if (!(error instanceof UnauthenticatedError)) extra.socket.close(tryAgainLater, 'Try again.');
          return false;
        }
      },
      onClose: ({ extra }) => {
        open.delete(extra);
        clearTimeout(extra.expiry);
      },
      onSubscribe: async ({ extra: { viewer }, subscriptions: running }, _id, payload) => {
        if (Object.keys(running).length > socketLimits.operations)
          return [tooManyAtOnce(`A connection may run ${socketLimits.operations} operations at once.`)];
        if (viewer === undefined) throw new Error('A socket without a viewer.');
        const refused = await refusalOf(admission, viewer);
        return refused ?? operationFor(schema, viewer, payload);
      },
      execute: observeSocket(socketLog, admitOperations(admission, forItsTenant(withinLimits(execute)))),
      subscribe: observeSocket(socketLog, forItsTenant(withinLimits(countSubscriptions(counts, createSubscribe())))),
      context: ({ extra }) => {
        if (extra.viewer === undefined) throw new Error('A socket without a viewer.');
        const context = contextFor(extra.viewer);
        extra.label ??= {
          requestId: requestIdOf(extra.request.headers['x-request-id']),
          origin: originOf(extra.request, trust),
        };
        requests.set(context, extra.label);
        return context;
      },
      onOperation: async ({ extra }, _id, _payload, { document, operationName }) => {
        const isMutation = getOperationAST(document, operationName)?.operation === 'mutation';
        if (isMutation && extra.viewer) await parts.readRouting.remember(extra.viewer.tenantId);
      },
      // As Apollo does over HTTP: unexpected errors are masked.
      onNext: ({ extra }, _id, _payload, _args, result) => {
        prepareToSend(extra);
        return result.errors && wholeOrNothing({ ...result, errors: result.errors.map(masked) });
      },
      onError: (_context, _id, _payload, errors) => errors.map(masked),
    },
    webSockets,
  );

  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(listen.port, listen.host, resolve);
  });
  const { port } = http.address() as AddressInfo;
  return {
    url: `http://${listen.host}:${port}/graphql`,
    async close() {
      for (const socket of webSockets.clients) socket.close(goingAway, 'The service is stopping: connect again.');
      await subscriptions.dispose();
      await Promise.all([...apolloServers.values()].map((server) => server.stop()));
      if (http.listening) await new Promise((closed) => http.close(closed));
    },
  };

  /** The platform signed it, so nobody but its operator can correct it. The reason holds no value of the token. */
  function logBadClaims(error: unknown): void {
    if (error instanceof BadClaimsError) logger.warn({ reason: error.message }, 'a token was refused');
  }

  function masked(error: GraphQLError): GraphQLError {
    const { message, path, extensions } = format(
      { message: error.message, ...(error.path && { path: error.path }) },
      error,
    );
    return new GraphQLError(message, { ...(path && { path }), ...(extensions && { extensions }) });
  }

  /** The error as clients get it; an unexpected one is logged and masked. */
  function format(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
    const cause = unwrapResolverError(error);
    if (cause instanceof UserInputError)
      return {
        ...formatted,
        message: cause.message,
        extensions: inputErrorOf(cause),
      };
    if (cause instanceof GraphQLError)
      return {
        ...formatted,
        message: withoutValues(formatted.message),
        extensions: {
          code: cause.extensions.code ?? formatted.extensions?.code,
          ...(cause.extensions.retryAfterSeconds !== undefined && {
            retryAfterSeconds: cause.extensions.retryAfterSeconds,
          }),
        },
      };
    if (isUnstorableText(cause))
      return {
        message: 'A text of the request contains the NUL character. Remove it.',
        ...(formatted.path && { path: formatted.path }),
        extensions: { code: 'BAD_USER_INPUT' },
      };
    logger.error({ err: cause }, 'a request failed');
    return {
      message: 'Something failed here. Try again.',
      ...(formatted.path && { path: formatted.path }),
      extensions: { code: 'INTERNAL_SERVER_ERROR' },
    };
  }

  function apolloServer(graph: typeof schema.full, httpServer: typeof http, log: Logger) {
    return new ApolloServer<RequestContext>({
      schema: graph,
      csrfPrevention: true,
      introspection: graph !== schema.beyondPortal,
      parseOptions: { maxTokens: limits.tokens },
      includeStacktraceInErrorResponses: false,
      stopOnTerminationSignals: false,
      logger: {
        debug: () => undefined,
        info: () => undefined,
        warn: (text) => log.warn(text),
        error: (text) => log.error(text),
      },
      plugins: [
        observeOperations,
        limitsPlugin,
        readPlugin(parts.readRouting),
        // It would visit each field of each row; answers are never cached, as the header of the route says.
        ApolloServerPluginCacheControlDisabled(),
        ApolloServerPluginDrainHttpServer({ httpServer, stopGracePeriodMillis: 5_000 }),
      ],
      formatError: format,
    });
  }
}
