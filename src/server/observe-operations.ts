import type { ApolloServerPlugin } from '@apollo/server';
import { trace } from '@opentelemetry/api';
import { type ExecutionArgs, GraphQLError, getOperationAST, type OperationDefinitionNode } from 'graphql';
import { isUnstorableText } from '../database/unstorable-text.js';
import { wrapEvents } from '../domain/wrap-events.js';
import type { RequestContext } from '../graphql/context.js';
import { UserInputError } from '../graphql/errors.js';
import type { Logger } from '../logger.js';
import { measures, startTimer } from '../telemetry/measures.js';
import { currentRequest, inRequest, type OperationOutcome, type RequestLabel } from '../telemetry/request-context.js';
import { failSpan, inSpan, SpanKind } from '../telemetry/spans.js';

const mostFields = 10;

/** The names of the root fields of a valid operation, which the schema has: what a client calls its operation is not ours to keep. */
export function rootFields(operation: OperationDefinitionNode): string[] {
  const fields = operation.selectionSet.selections.flatMap((each) => (each.kind === 'Field' ? each.name.value : []));
  return [...new Set(fields)].slice(0, mostFields);
}

interface Failure {
  extensions?: Record<string, unknown> | undefined;
  /** What a resolver threw; only in errors that were not masked yet. */
  originalError?: unknown;
}

/** How an operation ended, by its errors, masked or not. */
export function outcomeOf(errors: readonly Failure[] | undefined): OperationOutcome {
  if (errors === undefined || errors.length === 0) return 'ok';
  return errors.some(isUnexpected) ? 'failed' : 'refused';
}

function isUnexpected({ extensions, originalError: thrown }: Failure): boolean {
  if (extensions?.code === 'INTERNAL_SERVER_ERROR') return true;
  const isExpected = thrown instanceof GraphQLError || thrown instanceof UserInputError || isUnstorableText(thrown);
  return thrown !== undefined && thrown !== null && !isExpected;
}

/** Counts operations over HTTP, and names their kind in the span and the log line of their request. */
export const observeOperations: ApolloServerPlugin<RequestContext> = {
  requestDidStart: async () => {
    const record = startTimer();
    let operation = { kind: 'unknown', fields: [] as string[] };
    return {
      didResolveOperation: async (request) => {
        if (request.operation === undefined) return;
        operation = { kind: request.operation.operation, fields: rootFields(request.operation) };
        trace.getActiveSpan()?.updateName(`POST /graphql ${operation.kind}`);
        trace.getActiveSpan()?.setAttributes({
          'graphql.operation.type': operation.kind,
          'graphql.root_fields': operation.fields,
        });
      },
      willSendResponse: async ({ response: { body } }) => {
        const errors = body.kind === 'single' ? body.singleResult.errors : body.initialResult.errors;
        const outcome = outcomeOf(errors);
        record(measures().operations, { kind: operation.kind, transport: 'http', outcome });
        const span = trace.getActiveSpan();
        if (outcome === 'failed' && span) failSpan(span, 'INTERNAL_SERVER_ERROR');
        const request = currentRequest();
        if (request) request.operation = { ...operation, outcome };
      },
    };
  },
};

/** How operations come whose answers are not one HTTP response. */
export type StreamTransport = 'websocket' | 'sse' | 'callback';

/** Where such operations are logged. */
export interface StreamLog {
  transport: StreamTransport;
  logger: Logger;
  accessLog: boolean;
  /** The request that opened the socket, or asked for the event stream, and what was sent without passing by here. */
  subscriberOf: (args: ExecutionArgs) => {
    label: RequestLabel;
    outlet?: { sent: { events: number; hasFailed: boolean } } | undefined;
  };
}

type Executed = { errors?: readonly Failure[] | undefined };
type Run<Result> = (args: ExecutionArgs) => Result;

/** Wraps `execute` or `subscribe` of a WebSocket or an event stream: a span, a count and a log line for each operation. */
export function observeStreamed<Result>(log: StreamLog, run: Run<Result>) {
  return async (args: ExecutionArgs): Promise<Awaited<Result>> => {
    const node = getOperationAST(args.document, args.operationName);
    const operation = { kind: node?.operation ?? 'unknown', fields: node ? rootFields(node) : [] };
    const { label, outlet } = log.subscriberOf(args);
    const { transport } = log;
    const record = startTimer();
    const startedAt = performance.now();
    const ended = (outcome: OperationOutcome, events?: number) => {
      record(measures().operations, { kind: operation.kind, transport, outcome });
      const { kind, fields } = operation;
      const milliseconds = Math.round(performance.now() - startedAt);
      const line = { transport, operation: kind, fields, outcome, milliseconds };
      if (log.accessLog)
        inRequest(label, () => log.logger.info({ ...line, ...(events !== undefined && { events }) }, 'operation'));
    };
    const attributes = { 'graphql.operation.type': operation.kind, 'graphql.root_fields': operation.fields };
    const result = await inRequest(label, () =>
      inSpan(`${transport} ${operation.kind}`, { kind: SpanKind.SERVER, isRoot: true, attributes }, async () =>
        run(args),
      ),
    );
    if (isStream(result)) return observed(result, label, ended, outlet?.sent) as Awaited<Result>;
    ended(outcomeOf((result as Executed).errors));
    return result;
  };
}

const isStream = (result: unknown): result is AsyncGenerator<Executed> =>
  typeof result === 'object' && result !== null && Symbol.asyncIterator in result;

/** The same events, counted with those that were sent already, with `ended` called once at their end. */
function observed(
  events: AsyncGenerator<Executed>,
  label: RequestLabel,
  ended: (outcome: OperationOutcome, events: number) => void,
  sent = { events: 0, hasFailed: false },
): AsyncGenerator<Executed> {
  let count = 0;
  let outcome: OperationOutcome = 'ok';
  measures().subscriptions.add(1);
  return wrapEvents(events, {
    async step(move) {
      const result = await inRequest(label, move);
      if (result.done) return result;
      count += 1;
      if (outcomeOf(result.value.errors) === 'failed') outcome = 'failed';
      return result;
    },
    ended(how) {
      measures().subscriptions.add(-1);
      ended(how === 'failed' || sent.hasFailed ? 'failed' : outcome, count + sent.events);
    },
  });
}
