import { EventEmitter } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import type { RequestHandler, Response } from 'express';
import type { ExecutionResult, GraphQLFormattedError } from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import type { Viewer } from '../../auth/viewer.js';
import { currentRequest } from '../../telemetry/request-context.js';
import { leaveTurn } from '../admit-requests.js';
import { operationFor, payloadOf } from '../operation-for.js';
import { CallbackError, type CallbackMessage, type CallRouter, callMilliseconds } from './callback-calls.js';
import { type Delivery, deliverEvents } from './callback-delivery.js';
import { type CallbackTarget, callbackProtocol, readCallback, wantsCallback } from './callback-request.js';
import type { StreamedOperations, StreamedParts } from './streamed-operations.js';
import { kindOf } from './subscription-transport.js';

export interface Callbacks {
  /**
   * Starts subscriptions whose events are to be posted to a router, where the operator lists routers, and lets all other requests go on. Expects
   * the viewer in `response.locals`, a parsed body, and a turn of the request.
   */
  serve: RequestHandler;
  /** Ends all subscriptions; returns when their routers know, or after a while. */
  close(): Promise<void>;
}

/** Why a subscription does not start. */
interface Refusal {
  status: number;
  errors: readonly GraphQLFormattedError[];
}

const coded = (message: string, code: string) => [{ message, extensions: { code } }];
const refuse = (response: Response, { status, errors }: Refusal) => void response.status(status).json({ errors });

/** Serves subscriptions by Apollo's HTTP callback protocol; `listed` are the URLs that may be called, with all below them. */
export function createCallbacks(
  parts: StreamedParts & { operations: StreamedOperations; listed: readonly string[]; call: CallRouter },
): Callbacks {
  const { operations, logger } = parts;
  const running = new Set<Delivery>();
  let isClosing = false;
  const stopping = coded('The service is stopping: subscribe again.', 'UNAVAILABLE');

  /** Asks the router whether the subscription is its own, and starts it. */
  async function start(viewer: Viewer, payload: SubscribePayload, target: CallbackTarget): Promise<Delivery | Refusal> {
    const read = operationFor(parts.schema, viewer, payload);
    if (Array.isArray(read)) return { status: 400, errors: read.map((error) => error.toJSON()) };
    const call = (message: CallbackMessage, signal?: AbortSignal) =>
      parts.call(viewer.tenantId, target, message, signal);
    try {
      await call({ action: 'check' });
    } catch (error) {
      if (error instanceof CallbackError) return { status: 400, errors: coded(error.message, 'CALLBACK_REFUSED') };
      throw error;
    }
    const contextValue = operations.contextOf(viewer, currentRequest() ?? { requestId: '' });
    const answered = await operations.subscribe('callback')({ ...read, contextValue });
    return deliverEvents({
      // What cannot be subscribed to is an event with its errors, and the end.
      events: Symbol.asyncIterator in answered ? answered : only(answered),
      call,
      heartbeatMilliseconds: target.heartbeatMilliseconds,
      payloadOf: operations.textOf,
      failed(error) {
        logger.error({ err: error }, 'the events of a subscription failed');
        return coded('Something failed here. Try again.', 'INTERNAL_SERVER_ERROR');
      },
      unreachable: ({ message }) => logger.warn({ reason: message }, 'events could not be posted to a router'),
    });
  }

  async function serve(response: Response, payload: SubscribePayload, target: CallbackTarget): Promise<void> {
    const viewer = response.locals.viewer as Viewer;
    const connection = new EventEmitter();
    const tooMany = parts.counts.admit(connection, viewer);
    if (tooMany !== null) return refuse(response, { status: 429, errors: coded(tooMany, 'TOO_MANY_AT_ONCE') });
    // The token may expire, or be refused, while the router is asked.
    let ended: string | undefined;
    let end = (reason: string) => {
      ended = reason;
    };
    const leave = parts.open.keep(viewer, (reason) => end(reason));
    const close = () => {
      leave();
      connection.emit('close');
    };
    try {
      const started = await start(viewer, payload, target);
      if ('status' in started) {
        close();
        return refuse(response, started);
      }
      running.add(started);
      void started.over.finally(() => {
        running.delete(started);
        close();
      });
      end = (reason) => started.end(coded(reason, 'UNAUTHENTICATED'));
      if (ended !== undefined) end(ended);
      if (isClosing) started.end(stopping);
    } catch (error) {
      close();
      throw error;
    }
    response.set('subscription-protocol', callbackProtocol).json({ data: null });
  }

  return {
    serve: (request, response, next) => {
      const isWanted = parts.listed.length > 0 && request.method === 'POST' && wantsCallback(request.get('accept'));
      const payload = isWanted ? payloadOf(request) : null;
      if (payload === null || kindOf(payload) !== 'subscription') return next();
      const target = readCallback(payload.extensions?.subscription, parts.listed);
      if (typeof target === 'string')
        return refuse(response, { status: 400, errors: coded(target, 'CALLBACK_REFUSED') });
      // The router is asked before there is an answer, which may take longer than a request.
      leaveTurn(response);
      return serve(response, payload, target);
    },
    async close() {
      isClosing = true;
      for (const delivery of running) delivery.end(stopping);
      const waiting = new AbortController();
      // Longer than one call nobody waits for a router that is not there.
      const tooLong = setTimeout(callMilliseconds, undefined, { signal: waiting.signal }).catch(() => undefined);
      await Promise.race([Promise.all([...running].map(({ over }) => over)), tooLong]);
      waiting.abort();
    },
  };
}

async function* only(result: ExecutionResult): AsyncGenerator<ExecutionResult> {
  yield result;
}
