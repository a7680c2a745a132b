import { context, trace } from '@opentelemetry/api';
import type { Request, RequestHandler, Response } from 'express';
import type { Logger } from '../logger.js';
import { measures } from '../telemetry/measures.js';
import { inRequest, type RequestLabel, requestIdOf } from '../telemetry/request-context.js';
import { contextOf, failSpan, SpanKind, tracer } from '../telemetry/spans.js';
import { originOf, type Trust } from './request-origin.js';

/** Paths as they are logged and counted; the last part of an export's path is its secret. */
const routes = ['/graphql', '/mcp', '/exports', '/healthz', '/readyz'];
const methods = ['GET', 'HEAD', 'POST', 'OPTIONS'];
const probes: readonly string[] = ['/healthz', '/readyz'];

/** The route of a path, `other` for those that do not exist: of the rest nothing is logged or counted. */
export function routeOf(path: string): string {
  return routes.find((route) => path === route || path.startsWith(`${route}/`)) ?? 'other';
}

const methodOf = (request: Request) => (methods.includes(request.method) ? request.method : 'other');

/**
 * Gives each request its id (from `x-request-id`, answered in the same header), continues the trace of its `traceparent`, and counts and
 * logs how it ended. Must come before everything that answers.
 */
export function observeRequests(
  { logger, accessLog }: { logger: Logger; accessLog: boolean },
  trust: Trust,
): RequestHandler {
  return (request, response, next) => {
    const label: RequestLabel = {
      requestId: requestIdOf(request.headers['x-request-id']),
      origin: originOf(request, trust),
    };
    response.setHeader('x-request-id', label.requestId);
    const method = methodOf(request);
    const route = routeOf(request.path);
    const parent = contextOf(request.headers);
    const span = tracer().startSpan(
      `${method} ${route}`,
      { kind: SpanKind.SERVER, attributes: { 'http.request.method': method, 'http.route': route } },
      parent,
    );
    const inside = trace.setSpan(parent, span);
    const sentBefore = request.socket.bytesWritten;
    const startedAt = performance.now();
    response.once('close', () => {
      const seconds = (performance.now() - startedAt) / 1_000;
      const status = response.writableFinished ? `${Math.floor(response.statusCode / 100)}xx` : 'aborted';
      // A stream lasts as long as its subscription, which is measured as such.
      if (!response.locals.isStream) measures().httpRequests.record(seconds, { route, method, status });
      span.setAttribute('http.response.status_code', response.statusCode);
      if (response.statusCode >= 500) failSpan(span, String(response.statusCode));
      const bytes = request.socket.bytesWritten - sentBefore;
      if (accessLog) inRequest(label, () => context.with(inside, () => writeLine(response, bytes)));
      span.end();

      function writeLine({ statusCode, writableFinished }: Response, bytesSent: number): void {
        const { operation } = label;
        const line = {
          ...{ method, route, status: statusCode, milliseconds: Math.round(seconds * 1_000), bytes: bytesSent },
          ...(operation && { operation: operation.kind, fields: operation.fields, outcome: operation.outcome }),
          ...(!writableFinished && { aborted: true }),
        };
        logger[probes.includes(route) ? 'debug' : 'info'](line, 'request');
      }
    });
    inRequest(label, () => context.with(inside, next));
  };
}
