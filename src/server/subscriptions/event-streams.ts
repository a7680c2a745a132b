import type { Request, RequestHandler, Response } from 'express';
import { type ExecutionResult, GraphQLError } from 'graphql';
import { createHandler } from 'graphql-sse';
import type { Viewer } from '../../auth/viewer.js';
import type { RequestContext } from '../../graphql/context.js';
import { measures } from '../../telemetry/measures.js';
import { currentRequest } from '../../telemetry/request-context.js';
import { leaveTurn } from '../admit-requests.js';
import { operationFor, payloadOf } from '../operation-for.js';
import { socketLimits } from '../socket-limits.js';
import { nextEvent, streamOutlet } from './outlet.js';
import type { StreamedOperations, StreamedParts } from './streamed-operations.js';
import { eventStream, isAnsweredInEvents, kindOf, refusedTransport } from './subscription-transport.js';

export interface EventStreams {
  /**
   * Answers requests as server-sent events where that is how they are to be answered, and lets all others go on. Expects the viewer in
   * `response.locals`, a parsed body, and a turn of the request.
   */
  serve: RequestHandler;
  /** Ends all streams, so that clients connect again. */
  close(): void;
}

const unreadable = new GraphQLError('The request cannot be read. Send GraphQL as JSON.', {
  extensions: { code: 'BAD_REQUEST' },
});

type Raw = { request: Request; response: Response };
/** As the library wants it. */
type StreamContext = RequestContext & Record<PropertyKey, unknown>;

/** Serves operations as server-sent events, one operation for each request ("distinct connections mode" of graphql-sse). */
export function createEventStreams(parts: StreamedParts & { operations: StreamedOperations }): EventStreams {
  const { schema, counts, operations, errors } = parts;
  const running = new Set<Response>();
  const handle = createHandler<Raw, undefined, StreamContext>({
    // One stream for several operations would need its state on this replica for requests that may reach another.
    authenticate: () => null,
    // It was validated when it was read.
    validate: () => [],
    onSubscribe: ({ raw: { response } }, payload) => {
      const viewer = response.locals.viewer as Viewer;
      const read = operationFor(schema, viewer, payload as { query: string });
      // The library knows a result by its data.
      if (Array.isArray(read)) return { data: undefined as never, errors: read };
      const label = currentRequest() ?? { requestId: '' };
      const context = operations.contextOf(viewer, label, streamOutlet(response));
      return { ...read, contextValue: context as StreamContext };
    },
    execute: operations.execute('sse', false) as never,
    subscribe: operations.subscribe('sse') as never,
    onOperation: (context, _request, args) => operations.remember(context.viewer, args),
    onNext: (_context, { raw: { response } }, result) => {
      // What waits for a client to read it is memory of everybody. It may connect again, from its last cursor on.
      if (response.writableLength > socketLimits.unreadBytes) response.destroy();
      return result.errors && errors.answerOf(result as ExecutionResult);
    },
  });

  /** Counts a subscription as a connection of its viewer, and ends it with its token; false where there are too many. */
  function admit(response: Response): boolean {
    // Nothing would take it out of what is open.
    if (response.closed) return false;
    const viewer = response.locals.viewer as Viewer;
    const tooMany = counts.admit(response, viewer);
    if (tooMany !== null) {
      const extensions = { code: 'TOO_MANY_AT_ONCE' };
      response.status(429).json({ errors: [{ message: tooMany, extensions }] });
      return false;
    }
    const leave = parts.open.keep(viewer, (reason) => {
      const error = new GraphQLError(reason, { extensions: { code: 'UNAUTHENTICATED' } });
      // Without the event of completion, after which clients would not connect again.
      if (response.headersSent) response.end(nextEvent(JSON.stringify({ errors: [error] })));
      else response.destroy();
    });
    measures().eventStreams.add(1);
    running.add(response);
    response.once('close', () => {
      leave();
      measures().eventStreams.add(-1);
      running.delete(response);
    });
    return true;
  }

  async function stream(request: Request, response: Response): Promise<void> {
    // Before the first event, which may leave while the library still prepares. Proxies such as nginx would keep events back until there are many.
    response.set({ 'content-type': `${eventStream}; charset=utf-8`, 'x-accel-buffering': 'no' });
    const [body, { status }] = await handle({
      method: request.method,
      url: request.originalUrl,
      headers: { get: (name) => (name === 'accept' ? eventStream : request.get(name)) },
      body: request.method === 'POST' ? request.body : null,
      raw: { request, response },
      context: undefined,
    });
    if (body === null || typeof body === 'string') {
      response.removeHeader('x-accel-buffering');
      response.status(status).type('json').send(body);
      return;
    }
    const end = () => void body.return(undefined);
    if (response.closed) return end();
    response.once('close', end);
    if (!response.headersSent) response.flushHeaders();
    try {
      for await (const event of body) {
        if (!response.writable) return;
        response.write(event);
      }
    } catch (error) {
      // Only a source of events that failed by itself; clients connect again.
      parts.logger.error({ err: error }, 'an event stream failed');
    }
    response.end();
  }

  return {
    serve: (request, response, next) => {
      const accepted = request.accepts();
      // Most requests are read once, by Apollo, which refuses subscriptions itself, though not those over GET.
      if (!accepted.includes(eventStream) && request.method !== 'GET') return next();
      const payload = payloadOf(request);
      if (payload === null) {
        // Apollo would say no more than that it cannot send events.
        if (request.method !== 'POST' || !isAnsweredInEvents(accepted, 'POST', null)) return next();
        return response.status(400).json({ errors: [unreadable] });
      }
      const kind = kindOf(payload);
      if (!isAnsweredInEvents(accepted, request.method, kind)) {
        if (kind !== 'subscription') return next();
        return response.status(406).json({ errors: [refusedTransport(accepted, payload.extensions)] });
      }
      if (kind === 'subscription') {
        response.locals.isStream = true;
        leaveTurn(response);
        if (!admit(response)) return;
      }
      return stream(request, response);
    },
    close() {
      for (const response of running) response.end();
    },
  };
}
