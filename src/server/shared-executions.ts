import { createHash } from 'node:crypto';
import {
  createSourceEventStream,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  type GraphQLSchema,
  print,
} from 'graphql';
import type { Viewer } from '../auth/viewer.js';
import { atPace } from '../database/pool/patience.js';
import { withBudget } from '../database/request-budget.js';
import { asTenant } from '../database/tenancy.js';
import { createShares, type Shares } from '../domain/shares.js';
import { mapEvents } from '../domain/wrap-events.js';
import type { RequestContext } from '../graphql/context.js';
import { budgetOf } from '../graphql/limits.js';
import { outsideOfRequests } from '../telemetry/request-context.js';
import type { Answered } from './enforce-limits.js';

/** How long an answer is kept for subscribers whose sockets are slower. It bounds their memory: more is not computed in that time. */
const keptMilliseconds = 1_000;

type Access = Parameters<RequestContext['noteAccess']>[0];

interface Shared {
  result: ExecutionResult;
  /** What the audit has to know of each who gets the result. */
  accesses: Access[];
}

/**
 * A `subscribe` that executes an event once for all subscriptions with the same document, variables, tenant, roles, scopes, client
 * and schema, and again for each other one. Their events, and their ends, are each one's own.
 */
export function createSubscribe(): (args: ExecutionArgs) => Promise<Answered> {
  /** Those of one event, which is the same object for all who get it. */
  const executions = new WeakMap<GraphQLSchema, WeakMap<object, Shares>>();

  function sharesOf(schema: GraphQLSchema, event: object): Shares {
    const ofSchema = executions.get(schema) ?? new WeakMap<object, Shares>();
    executions.set(schema, ofSchema);
    const shares = ofSchema.get(event) ?? createShares(keptMilliseconds);
    ofSchema.set(event, shares);
    return shares;
  }

  return async (args) => {
    const events = await createSourceEventStream(args);
    if (!(Symbol.asyncIterator in events)) return events;
    const { viewer, noteAccess } = args.contextValue as RequestContext;
    const key = sharingKey(args, viewer);
    return mapEvents(events as AsyncIterable<object>, async (event) => {
      const shared = sharesOf(args.schema, event).share(key, () => outsideOfRequests(() => executeFor(args, event)));
      const { result, accesses } = await shared;
      for (const access of accesses) noteAccess(access);
      return result;
    });
  };
}

/** What an answer depends on, beside event and schema. */
function sharingKey({ document, operationName, variableValues }: ExecutionArgs, viewer: Viewer): string {
  const { tenantId, roles, scopes, clientId } = viewer;
  const text = document.loc?.source.body ?? print(document);
  const asked = JSON.stringify([text, operationName, variableValues, tenantId, roles, scopes, clientId]);
  return createHash('sha256').update(asked).digest('base64');
}

/** Executes an event in a context of its own: with fresh loaders, a budget of its own, and without a person. */
async function executeFor(args: ExecutionArgs, event: object): Promise<Shared> {
  const accesses: Access[] = [];
  const given = args.contextValue as RequestContext;
  const budget = budgetOf('subscription');
  const context: RequestContext = {
    ...given,
    viewer: withoutPerson(given.viewer),
    noteAccess: (access) => accesses.push(access),
    loaders: new Map(),
    budget,
  };
  // An event can be late, but must not be lost because much is under way; nor must it keep requests waiting.
  const result = await asTenant(given.viewer.tenantId, () =>
    atPace('background', () =>
      withBudget(budget, async () => execute({ ...args, rootValue: event, contextValue: context })),
    ),
  );
  return { result, accesses };
}

/** Rights only. An answer that depended on the person would be sent to others: asking who it is fails. */
function withoutPerson({ tenantId, roles, scopes, clientId }: Viewer): Viewer {
  const refuse = (): never => {
    throw new Error('An event of a subscription is answered for all with the same rights, not for one person.');
  };
  return {
    ...{ tenantId, roles, scopes, clientId },
    get subject() {
      return refuse();
    },
    get name() {
      return refuse();
    },
    get tokenId() {
      return refuse();
    },
    get expiresAt() {
      return refuse();
    },
  };
}
