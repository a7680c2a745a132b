import { type ExecutionArgs, type ExecutionResult, getOperationAST } from 'graphql';
import type { Viewer } from '../../auth/viewer.js';
import { asTenant, stepsAsTenant } from '../../database/tenancy.js';
import type { RequestContext } from '../../graphql/context.js';
import type { SubgraphSchema } from '../../graphql/schema.js';
import type { ReadRouting } from '../../live/seen.js';
import type { Logger } from '../../logger.js';
import type { RequestLabel } from '../../telemetry/request-context.js';
import { admitOperations } from '../admit-requests.js';
import type { AnswerErrors } from '../answer-errors.js';
import type { Execute } from '../compiled-queries.js';
import { type Answered, withinLimits } from '../enforce-limits.js';
import { observeStreamed, type StreamTransport } from '../observe-operations.js';
import type { OpenConnections } from '../open-connections.js';
import type { Admission } from '../request-limits.js';
import { createSharedExecutions, createSubscribe } from '../shared-executions.js';
import { countSubscriptions, type SocketCounts } from '../socket-limits.js';
import type { Outlet } from './outlet.js';
import { createSharedFeeds, type Subscriber } from './shared-feeds.js';

/** What operations need that come over WebSocket or are answered in an event stream. */
export interface StreamedParts {
  schema: SubgraphSchema;
  run: Execute;
  logger: Logger;
  /** Whether each operation leaves a line in the log. */
  accessLog: boolean;
  admission: Admission;
  counts: SocketCounts;
  open: OpenConnections;
  errors: AnswerErrors;
  readRouting: ReadRouting;
  /** A fresh context of an operation. */
  contextFor: (viewer: Viewer) => RequestContext;
}

type Run = (args: ExecutionArgs) => Promise<Answered>;

/** How operations run over these transports, with the same limits, counts, tenant and shared executions over each. */
export interface StreamedOperations {
  /** A context of an operation that belongs to this request; its events leave by the outlet, if there is one and they are those of a log. */
  contextOf(viewer: Viewer, request: RequestLabel, outlet?: Outlet): RequestContext;
  /** `takesTurn`: whether an operation waits for its turn here, not with its request. A subscription takes none, since it lasts. */
  execute(transport: StreamTransport, takesTurn: boolean): Run;
  subscribe(transport: StreamTransport): Run;
  /** A result as clients get it, as JSON; it is written once for all who get it. */
  textOf(result: ExecutionResult): string;
  /** Lets reads after a mutation see it; called when the operation has run. */
  remember(viewer: Viewer, args: ExecutionArgs): Promise<void>;
}

/** Runs an operation, with all events of a subscription, for the tenant of who asks. */
function forItsTenant(run: (args: ExecutionArgs) => Answered | Promise<Answered>): Run {
  return async (args) => {
    const { tenantId } = (args.contextValue as RequestContext).viewer;
    const answered = await asTenant(tenantId, () => run(args));
    return Symbol.asyncIterator in answered ? stepsAsTenant(tenantId, answered) : answered;
  };
}

/** Writes each result as JSON once, as clients get it: unexpected errors are masked, as Apollo does over HTTP. */
function createTexts(errors: AnswerErrors): (result: ExecutionResult) => string {
  const texts = new WeakMap<ExecutionResult, string>();
  return (result) => {
    const text = texts.get(result) ?? JSON.stringify(errors.answerOf(result));
    texts.set(result, text);
    return text;
  };
}

/** Prepares what runs the operations of all connections of a process. */
export function createStreamedOperations(parts: StreamedParts): StreamedOperations {
  const subscribers = new WeakMap<object, Subscriber>();
  const subscriberOf = ({ contextValue }: ExecutionArgs): Subscriber =>
    subscribers.get(contextValue as object) ?? { label: { requestId: '' } };
  const textOf = createTexts(parts.errors);
  const execution = createSharedExecutions(parts.run);
  const follow = createSharedFeeds({ execute: execution, textOf, subscriberOf });
  const executing = forItsTenant(withinLimits(parts.run));
  const subscribing = forItsTenant(withinLimits(countSubscriptions(parts.counts, createSubscribe(execution, follow))));
  const logOf = (transport: StreamTransport) => ({ ...parts, transport, subscriberOf });
  return {
    contextOf(viewer, label, outlet) {
      const context = parts.contextFor(viewer);
      subscribers.set(context, { label, outlet });
      return context;
    },
    execute: (transport, takesTurn) =>
      observeStreamed(logOf(transport), takesTurn ? admitOperations(parts.admission, executing) : executing),
    textOf,
    subscribe: (transport) => observeStreamed(logOf(transport), subscribing),
    async remember(viewer, { document, operationName }) {
      const isMutation = getOperationAST(document, operationName)?.operation === 'mutation';
      if (isMutation) await parts.readRouting.remember(viewer.tenantId);
    },
  };
}
