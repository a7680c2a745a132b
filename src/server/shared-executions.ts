import { createSourceEventStream, type ExecutionArgs, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { rightsOf, type Viewer } from '../auth/viewer.js';
import { atPace } from '../database/pool/patience.js';
import { withBudget } from '../database/request-budget.js';
import { asTenant } from '../database/tenancy.js';
import { giveWay } from '../domain/give-way.js';
import { createShares, type Shares } from '../domain/shares.js';
import { mapEvents } from '../domain/wrap-events.js';
import type { RequestContext } from '../graphql/context.js';
import { budgetOf } from '../graphql/limits.js';
import { type ChangeWatch, isChangeWatch } from '../live/watch-changes.js';
import { outsideOfRequests } from '../telemetry/request-context.js';
import type { Execute } from './compiled-queries.js';
import type { Answered } from './enforce-limits.js';
import { sharingKey } from './subscriptions/sharing-key.js';

/** How long an answer is kept for subscribers whose sockets are slower. It bounds their memory: more is not computed in that time. */
const keptMilliseconds = 1_000;

type Access = Parameters<RequestContext['noteAccess']>[0];

/** What came of an event. */
export interface Execution {
  result: ExecutionResult;
  /** What the audit has to know of each who gets the result. */
  accesses: readonly Access[];
}

/** Executes an event once for all subscriptions with the same schema and `sharingKey`, and again for each other one. */
export function createSharedExecutions(run: Execute): (args: ExecutionArgs, event: object) => Promise<Execution> {
  /** Those of one event, which is the same object for all who get it. */
  const executions = new WeakMap<GraphQLSchema, WeakMap<object, Shares>>();
  const keys = new WeakMap<ExecutionArgs, string>();

  function sharesOf(schema: GraphQLSchema, event: object): Shares {
    const ofSchema = executions.get(schema) ?? new WeakMap<object, Shares>();
    executions.set(schema, ofSchema);
    const shares = ofSchema.get(event) ?? createShares(keptMilliseconds);
    ofSchema.set(event, shares);
    return shares;
  }
  function keyOf(args: ExecutionArgs): string {
    const key = keys.get(args) ?? sharingKey(args, (args.contextValue as RequestContext).viewer);
    keys.set(args, key);
    return key;
  }
  return (args, event) =>
    sharesOf(args.schema, event).share(keyOf(args), () => outsideOfRequests(() => executeFor(run, args, event)));
}

/**
 * A `subscribe` whose events are executed once for all subscriptions that are to get the same. Changes of a log go out by `follow`, which shares more of
 * the work; other events are each one's own. So are all ends.
 */
export function createSubscribe(
  execution: (args: ExecutionArgs, event: object) => Promise<Execution>,
  follow: (args: ExecutionArgs, watch: ChangeWatch<object>) => AsyncGenerator<ExecutionResult>,
): (args: ExecutionArgs) => Promise<Answered> {
  return async (args) => {
    const context = args.contextValue as RequestContext;
    const { noteAccess } = context;
    // Others follow the same source: what it gives must not depend on the person either.
    const impersonal = { ...context, viewer: withoutPerson(context.viewer) };
    const events = await createSourceEventStream({ ...args, contextValue: impersonal });
    if (!(Symbol.asyncIterator in events)) return events;
    if (isChangeWatch(events)) {
      await events.begin();
      // Those who come together have all waited for the same place.
      await giveWay(context.viewer.tenantId);
      return follow(args, events);
    }
    return mapEvents(events as AsyncIterable<object>, async (event) => {
      const { result, accesses } = await execution(args, event);
      for (const access of accesses) noteAccess(access);
      return result;
    });
  };
}

/** Executes an event in a context of its own: with fresh loaders, a budget of its own, and without a person. */
async function executeFor(run: Execute, args: ExecutionArgs, event: object): Promise<Execution> {
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
      withBudget(budget, async () => run({ ...args, rootValue: event, contextValue: context })),
    ),
  );
  return { result, accesses };
}

/** Rights only. An answer that depended on the person would be sent to others: asking who it is fails. */
function withoutPerson(viewer: Viewer): Viewer {
  const refuse = (): never => {
    throw new Error('An event of a subscription is answered for all with the same rights, not for one person.');
  };
  return {
    ...rightsOf(viewer),
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
