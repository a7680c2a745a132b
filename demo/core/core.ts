import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApolloServer, type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { GraphQLError, Kind, type OperationDefinitionNode, parse, type ValidationRule } from 'graphql';
import type { TokenIssuer } from '../tokens.js';
import { coreContract } from './contract.js';
import { Faults } from './faults.js';
import type { Notification, Page, PersonalNotification, TeamNotification } from './outbox.js';
import { type CoreContext, resolvers } from './resolvers.js';
import { createAuthenticator } from './viewer.js';
import { World, type WorldTicket } from './world.js';

/** A stand-in for OpsMerge core: a federated subgraph that keeps its contract, with a world to change and faults to set. */
export interface Core {
  /** Where the graph is. */
  url: string;
  /** Where the keys are that its tokens are signed with. */
  jwksUrl: string;
  /** The clients, agents and tickets of a tenant; a new tenant's world is empty. */
  world(tenantId: string): World;
  /** The tickets of all tenants, in the order in which they were opened. */
  tickets: readonly WorldTicket[];
  notifications: readonly Notification[];
  /** What single people got, of all tenants. */
  personal: readonly PersonalNotification[];
  /** What teams got, of all tenants. */
  toTeams: readonly TeamNotification[];
  pages: readonly Page[];
  /** How often each root field was asked for. */
  calls: Map<string, number>;
  faults: Faults;
  close(): Promise<void>;
}

/** Starts the stand-in on a port of this machine; without one, on a free port. */
export async function startCore({ tokens, port = 0 }: { tokens: TokenIssuer; port?: number }): Promise<Core> {
  const worlds = new Map<string, World>();
  const tickets: WorldTicket[] = [];
  const notifications: Notification[] = [];
  const personal: PersonalNotification[] = [];
  const toTeams: TeamNotification[] = [];
  const pages: Page[] = [];
  const calls = new Map<string, number>();
  const faults = new Faults();

  const world = (tenantId: string) => {
    const known = worlds.get(tenantId) ?? new World(tenantId, (ticket) => tickets.push(ticket));
    worlds.set(tenantId, known);
    return known;
  };

  const apollo = new ApolloServer<CoreContext>({
    schema: buildSubgraphSchema([{ typeDefs: parse(coreContract()), resolvers }]),
    validationRules: [withoutLaterFields(faults)],
    // A document that was valid a moment ago may not be now.
    documentStore: null,
    plugins: [counting(calls), failing(faults), ApolloServerPluginInlineTraceDisabled()],
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
  });
  await apollo.start();
  const authenticate = createAuthenticator(tokens.jwks());

  async function answerGraph(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const headers = new HeaderMap();
    for (const [name, value] of Object.entries(request.headers)) headers.set(name, [value].flat().join(', '));
    const body = parseJson(await text(request));
    const answerOnce = () =>
      apollo.executeHTTPGraphQLRequest({
        httpGraphQLRequest: {
          method: request.method ?? 'GET',
          headers,
          search: new URL(request.url ?? '/', 'http://core').search,
          body,
        },
        context: async () => {
          const viewer = await authenticate({
            authorization: headers.get('authorization'),
            tenantHeader: headers.get('opsmerge-tenant'),
          });
          return { viewer, world: world(viewer.tenantId), notifications, personal, toTeams, pages };
        },
      });
    if (faults.repeatMutations > 0 && isMutation(body)) {
      faults.repeatMutations -= 1;
      await answerOnce();
    }
    const answer = await answerOnce();
    response.writeHead(answer.status ?? 200, Object.fromEntries(answer.headers));
    if (answer.body.kind === 'complete') response.end(answer.body.string);
    else {
      for await (const chunk of answer.body.asyncIterator) response.write(chunk);
      response.end();
    }
  }

  const server = createServer((request, response) => {
    if (request.url === '/.well-known/jwks.json') {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(tokens.jwks()));
    } else if (faults.down) {
      request.socket.destroy();
    } else {
      answerGraph(request, response).catch(() => response.destroy());
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url: `${origin}/graphql`,
    jwksUrl: `${origin}/.well-known/jwks.json`,
    world,
    tickets,
    notifications,
    personal,
    toTeams,
    pages,
    calls,
    faults,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await apollo.stop();
    },
  };
}

function counting(calls: Map<string, number>): ApolloServerPlugin<CoreContext> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ operation }) => {
        for (const field of rootFields(operation)) calls.set(field, (calls.get(field) ?? 0) + 1);
      },
    }),
  };
}

function failing(faults: Faults): ApolloServerPlugin<CoreContext> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ operation }) => {
        if (operation?.operation !== 'mutation') return;
        await faults.beforeMutation?.();
        if (faults.refuseMutations > 0) {
          faults.refuseMutations -= 1;
          throw new GraphQLError('core refuses, as configured', {
            extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } },
          });
        }
        if (faults.refuseTokens > 0) {
          faults.refuseTokens -= 1;
          throw new GraphQLError('the token is refused, as configured', {
            extensions: { code: 'FORBIDDEN', http: { status: 403 } },
          });
        }
        if (faults.failMutations === 0) return;
        faults.failMutations -= 1;
        throw new GraphQLError('core fails, as configured', { extensions: { http: { status: 500 } } });
      },
      willSendResponse: async ({ operation }) => {
        if (faults.delayMilliseconds > 0) await sleep(faults.delayMilliseconds);
        if (operation?.operation !== 'mutation') return;
        await faults.beforeAnswer?.();
        if (faults.loseAnswers === 0) return;
        faults.loseAnswers -= 1;
        await new Promise(() => {});
      },
    }),
  };
}

/** Makes fields unknown, as they are to an earlier release. */
const withoutLaterFields =
  (faults: Faults): ValidationRule =>
  (context) => ({
    Field({ name: { value: field } }) {
      const type = context.getParentType()?.name;
      const isUnknown =
        type === 'Mutation'
          ? (faults.takesNoAlerts && /Alert$/.test(field)) ||
            (faults.notifiesNobody && field === 'notifyPerson') ||
            (faults.notifiesNoTeams && field === 'notifyTeam')
          : (type === 'Query' && faults.knowsNoStates && field === 'clientStates') ||
            (type === 'Query' && faults.hasNoTeams && field === 'teams') ||
            (type === 'Agent' && faults.knowsNoSites && field === 'site');
      if (isUnknown) context.reportError(new GraphQLError(`Cannot query field "${field}" on type "${type}".`));
    },
  });

function rootFields(operation: OperationDefinitionNode | undefined): string[] {
  const selections = operation?.selectionSet.selections ?? [];
  return selections.flatMap((selection) => (selection.kind === Kind.FIELD ? [selection.name.value] : []));
}

function isMutation(body: unknown): boolean {
  const query = typeof body === 'object' && body !== null && 'query' in body ? String(body.query) : '';
  return query.trimStart().startsWith('mutation');
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
