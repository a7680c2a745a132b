import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApolloServer, type ApolloServerOptions, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import { ApolloServerPluginDrainHttpServer } from '@apollo/server/plugin/drainHttpServer';
import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import type { GraphQLSchema } from 'graphql';
import { cooldownMilliseconds } from '../auth/key-set.js';
import { type Authenticate, BadClaimsError, UnauthenticatedError, type Viewer } from '../auth/viewer.js';
import type { Config } from '../config.js';
import { withReading } from '../database/reading.js';
import { unlimited, withBudget } from '../database/request-budget.js';
import { asTenant } from '../database/tenancy.js';
import type { Live, RequestContext } from '../graphql/context.js';
import { budgetOf, limits } from '../graphql/limits.js';
import type { SubgraphSchema } from '../graphql/schema.js';
import type { ReadRouting } from '../live/seen.js';
import type { Logger } from '../logger.js';
import { admitExports, admitRequests } from './admit-requests.js';
import { createAnswerErrors } from './answer-errors.js';
import { answerHttp, forgetAnswers } from './answer-http.js';
import { createExecute, type Execute } from './compiled-queries.js';
import { limitsPlugin } from './enforce-limits.js';
import { addHealthRoutes, keepAlive, type Readiness } from './health.js';
import { type AnswerMcp, createMcpRoute } from './mcp-route.js';
import { observeOperations } from './observe-operations.js';
import { observeRequests } from './observe-requests.js';
import { createOpenConnections } from './open-connections.js';
import { schemaFor } from './operation-for.js';
import { onlyLinks, openReportLinks, type ReportLinks, refuseLink } from './report-links.js';
import { createAdmission } from './request-limits.js';
import type { Trust } from './request-origin.js';
import { createSocketCounts } from './socket-limits.js';
import { callMilliseconds, createCallRouter } from './subscriptions/callback-calls.js';
import { createCallbacks } from './subscriptions/callbacks.js';
import { createEventStreams } from './subscriptions/event-streams.js';
import { createStreamedOperations } from './subscriptions/streamed-operations.js';
import { refuseSubscriptions } from './subscriptions/subscription-transport.js';
import { serveWebSockets } from './subscriptions/web-sockets.js';
import type { TokenRefusals } from './token-refusals.js';

export interface ServerParts extends Readiness {
  schema: SubgraphSchema;
  authenticate: Authenticate;
  /** Ends the sockets and event streams of those who are refused while they are open. */
  refusals: TokenRefusals;
  /** Where accesses are put on record. */
  accesses: { record(viewer: Viewer, access: Parameters<RequestContext['noteAccess']>[0]): void };
  live: Live;
  /** Reports of which somebody has the link. */
  reportLinks: ReportLinks;
  /** Reads an export link, with the viewer into `response.locals`, and serves its file. */
  exportRoute: { identify(isRefused: (viewer: Viewer) => boolean): RequestHandler; send: RequestHandler };
  answerMcp: AnswerMcp;
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

/** A schema with what executes its operations: the form of a gateway is Apollo's only one for that. */
function executedBy(schema: GraphQLSchema, run: Execute): NonNullable<ApolloServerOptions<RequestContext>['gateway']> {
  return {
    load: async () => ({
      executor: async ({ document, request, operationName, context }) =>
        run({ schema, document, contextValue: context, variableValues: request.variables, operationName }) as never,
    }),
    onSchemaLoadOrUpdate(announce) {
      announce({ apiSchema: schema, coreSupergraphSdl: '' });
      return () => undefined;
    },
    stop: async () => undefined,
  };
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

const refusal = (message: string, code: string) => ({ errors: [{ message, extensions: { code } }] });

/** Serves GraphQL over HTTP, as server-sent events and over WebSocket, `/healthz` and `/readyz`. Port 0 selects a free port. */
export async function startServer(
  parts: ServerParts,
  listen: Pick<
    Config,
    'host' | 'port' | 'trustProxy' | 'requestLimits' | 'callbacks' | 'compiledQueries' | 'mcpGraphUrl'
  >,
): Promise<Server> {
  const { schema, authenticate, live, logger } = parts;
  const errors = createAnswerErrors(logger);
  const contextFor = (viewer: Viewer): RequestContext => ({
    viewer,
    noteAccess: (access) => parts.accesses.record(viewer, access),
    loaders: new Map(),
    live,
    reading: { asOf: null },
    budget: budgetOf(undefined),
    seenToken: () => parts.readRouting.token(),
    answered: [],
  });
  const app = express().disable('x-powered-by').disable('etag').set('trust proxy', listen.trustProxy);
  const trust = app.get('trust proxy fn') as Trust;
  const http = createServer(keepAlive, app);
  const run = createExecute(listen.compiledQueries);
  const graphs = [schema.full, schema.portal, schema.beyondPortal, schema.reportLink];
  const apolloServers = new Map(graphs.map((graph) => [graph, apolloServer(graph, http, logger)] as const));
  await Promise.all([...apolloServers.values()].map((server) => server.start()));

  app.use(observeRequests(parts, trust));
  // First, since nothing else is asked for as often. A router of its own compares the path once, not for each step.
  const graph = express.Router();
  app.use('/graphql', graph);
  addHealthRoutes(app, parts);
  const unauthenticated = (response: Response, { message }: UnauthenticatedError) =>
    void response.status(401).json(refusal(message, 'UNAUTHENTICATED'));
  const authenticatedBy =
    (identify: Authenticate): RequestHandler =>
    async (request, response, next) => {
      try {
        response.locals.viewer = await identify(request.headers.authorization);
        next();
      } catch (error) {
        logBadClaims(error);
        if (error instanceof UnauthenticatedError) return unauthenticated(response, error);
        response.setHeader('retry-after', cooldownMilliseconds / 1_000);
        response.status(503).json(refusal('The token cannot be verified at the moment. Try again.', 'UNAVAILABLE'));
      }
    };
  const authenticated = authenticatedBy(authenticate);
  // Here alone: neither a socket nor an assistant has a link.
  const ofLinks: Authenticate = async (authorization) => {
    const link = parts.reportLinks.identify(authorization);
    if (link === null) return authenticate(authorization);
    if (parts.refusals.refuses(link)) throw refuseLink();
    return link;
  };
  const admission = createAdmission(listen.requestLimits);
  const streamed = {
    ...parts,
    ...{ run, admission, contextFor, errors },
    counts: createSocketCounts(),
    open: createOpenConnections(parts.refusals),
  };
  const operations = createStreamedOperations(streamed);
  const eventStreams = createEventStreams({ ...streamed, operations });
  const router = createCallRouter({ ...listen.callbacks, timeoutMilliseconds: callMilliseconds });
  const callbacks = createCallbacks({ ...streamed, operations, listed: listen.callbacks.urls, call: router.call });
  const admitted = admitRequests(admission);
  const identified = parts.exportRoute.identify(parts.refusals.refuses);
  // What only looks at a link, such as a preview in a chat, must not use it up.
  app.head('/exports/:sealed', (_request, response) => response.status(405).set('allow', 'GET').end());
  app.get('/exports/:sealed', identified, admitted, admitExports(admission), (request, response, next) => {
    const viewer = response.locals.viewer as Viewer;
    // No budget: a file has as many rows as its list. Somebody waits for it all the same.
    return asTenant(viewer.tenantId, () =>
      withBudget(unlimited, () => parts.exportRoute.send(request, response, next)),
    );
  });
  app.use(
    '/mcp',
    createMcpRoute({ graphUrl: () => listen.mcpGraphUrl, authenticated, admission, answer: parts.answerMcp }),
  );
  const answer: RequestHandler = (request, response) => {
    const viewer = response.locals.viewer as Viewer;
    const server = apolloServers.get(schemaFor(schema, viewer, request));
    if (server === undefined) throw new Error('A schema without a server.');
    const context = contextFor(viewer);
    const send = () => answerHttp(server, context, request, response);
    return asTenant(viewer.tenantId, () => withReading(context.reading, () => withBudget(context.budget, send)));
  };
  graph.use(
    authenticatedBy(ofLinks),
    admitted,
    openReportLinks(parts.reportLinks, unauthenticated),
    // After authentication: the body of a request without a valid token is not read.
    express.json({ limit: '1mb' }),
    (_request, response, next) => {
      response.setHeader('cache-control', 'no-store');
      next();
    },
    onlyLinks(answer),
    callbacks.serve,
    eventStreams.serve,
    answer,
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

  const closeSockets = serveWebSockets(http, { ...streamed, operations, authenticate, trust, logBadClaims });

  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(listen.port, listen.host, resolve);
  });
  const { port } = http.address() as AddressInfo;
  return {
    url: `http://${listen.host}:${port}/graphql`,
    async close() {
      eventStreams.close();
      await Promise.all([closeSockets(), callbacks.close()]);
      await router.close();
      await Promise.all([...apolloServers.values()].map((server) => server.stop()));
      if (http.listening) await new Promise((closed) => http.close(closed));
    },
  };

  /** The platform signed it, so nobody but its operator can correct it. The reason holds no value of the token. */
  function logBadClaims(error: unknown): void {
    if (error instanceof BadClaimsError) logger.warn({ reason: error.message }, 'a token was refused');
  }

  function apolloServer(graph: typeof schema.full, httpServer: typeof http, log: Logger) {
    return new ApolloServer<RequestContext>({
      gateway: executedBy(graph, run),
      csrfPrevention: true,
      introspection: graph !== schema.beyondPortal && graph !== schema.reportLink,
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
        // What goes beyond the portal is refused field by field.
        ...(graph === schema.beyondPortal ? [] : [refuseSubscriptions]),
        limitsPlugin,
        readPlugin(parts.readRouting),
        forgetAnswers,
        // It would visit each field of each row; answers are never cached, as the header of the route says.
        ApolloServerPluginCacheControlDisabled(),
        ApolloServerPluginDrainHttpServer({ httpServer, stopGracePeriodMillis: 5_000 }),
      ],
      formatError: errors.format,
    });
  }
}
