import {
  type Attributes,
  context,
  type Link,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type TimeInput,
  trace,
} from '@opentelemetry/api';
import { errorTypeOf } from './error-type.js';
import { serviceName } from './names.js';

export interface SpanOptions {
  kind?: SpanKind;
  /** Codes, kinds, counts and names of our own only: no tenant, host, person or client, no address and no text of an error. */
  attributes?: Attributes;
  /** The `traceparent` of the span that asked for this work, from a job or a request. */
  parent?: string | undefined;
  /** Starts a trace of its own that links to the span which is active. */
  isRoot?: boolean;
}

/**
 * Does `work` inside a span of this name, so that what it does becomes part of the trace. A failure sets the span's status and its
 * `error.type`, and is thrown on. Without a configured exporter nothing is recorded.
 */
export function inSpan<Result>(
  name: string,
  { kind = SpanKind.INTERNAL, attributes = {}, parent, isRoot = false }: SpanOptions,
  work: (span: Span) => Promise<Result>,
): Promise<Result> {
  const links = isRoot ? linksToActive() : [];
  const outer = parent === undefined ? context.active() : contextOf({ traceparent: parent });
  return tracer().startActiveSpan(name, { kind, attributes, links, root: isRoot }, outer, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      failSpan(span, errorTypeOf(error));
      throw error;
    } finally {
      span.end();
    }
  });
}

/** Marks a span as failed, with a code or the name of a class. */
export function failSpan(span: Span, errorType: string): void {
  span.setAttribute('error.type', errorType);
  span.setStatus({ code: SpanStatusCode.ERROR });
}

/**
 * Records what has happened inside the active span and has ended now, such as a statement. Does nothing outside of a recorded span: work
 * that belongs to no trace would otherwise begin thousands of its own.
 */
export function recordPast(
  name: string,
  startTime: TimeInput,
  { kind = SpanKind.CLIENT, attributes = {}, error }: SpanOptions & { error?: unknown },
): void {
  const span = tracer().startSpan(name, { kind, attributes, startTime });
  if (error !== undefined) failSpan(span, errorTypeOf(error));
  span.end();
}

/** Whether a span is active that is recorded. */
export const isRecording = (): boolean => trace.getActiveSpan()?.isRecording() ?? false;

/** The headers that let the receiver of a request continue the trace; none outside of a trace. */
export function traceHeaders(): Record<string, string> {
  const headers: Record<string, string> = {};
  propagation.inject(context.active(), headers);
  return headers;
}

/** `{ traceparent }` of the active span, to be stored with a job; nothing outside of a trace. */
export function storedTrace(): { traceparent?: string } {
  const { traceparent } = traceHeaders();
  return traceparent === undefined ? {} : { traceparent };
}

/** The context that the headers of a request, or what is stored with a job, continue; an empty one without a `traceparent`. */
export const contextOf = (carrier: Record<string, unknown>) => propagation.extract(ROOT_CONTEXT, carrier);

function linksToActive(): Link[] {
  const active = trace.getActiveSpan()?.spanContext();
  return active === undefined ? [] : [{ context: active }];
}

/** Asked for again each time: a test may have set another provider. */
export const tracer = () => trace.getTracer(serviceName);

export { SpanKind } from '@opentelemetry/api';
