import { AsyncLocalStorage } from 'node:async_hooks';
import { trace } from '@opentelemetry/api';

/** How a GraphQL operation ended: `refused` for what the caller can correct, `failed` for what this service has to. */
export type OperationOutcome = 'ok' | 'refused' | 'failed';

/** Where a request comes from. */
export interface RequestOrigin {
  address: string | null;
  userAgent: string | null;
}

/** A request as log lines name it. */
export interface RequestLabel {
  requestId: string;
  /** For the audit. It is not logged. */
  origin?: RequestOrigin;
  /** The GraphQL operation that it holds, once it was read: its kind and the names of its root fields. */
  operation?: { kind: string; fields: string[]; outcome: OperationOutcome };
}

const current = new AsyncLocalStorage<RequestLabel>();

/** What a request id may consist of: it is repeated in a header and in the log. */
const safeId = /^[\w.:=+/-]{1,128}$/;

/** The request id that a caller gave with `x-request-id` if it has a safe form, else a new one. */
export function requestIdOf(given: unknown): string {
  return typeof given === 'string' && safeId.test(given) ? given : crypto.randomUUID();
}

/** Runs `work`, and whatever it starts, as a part of this request. */
export function inRequest<Result>(label: RequestLabel, work: () => Result): Result {
  return current.run(label, work);
}

/**
 * Runs `work` as a part of no request: it finds neither the budget nor the trace of whoever happened to ask for it. For what is
 * done once for many.
 */
export const outsideOfRequests: <Result>(work: () => Result) => Result = AsyncLocalStorage.snapshot();

/** The request that is being answered here, if any. */
export const currentRequest = (): RequestLabel | undefined => current.getStore();

/** What a log line says of where it was written: request and trace, as far as there are any. */
export function logFields(): { requestId?: string; trace_id?: string; span_id?: string } {
  const requestId = current.getStore()?.requestId;
  const span = trace.getActiveSpan()?.spanContext();
  return {
    ...(requestId !== undefined && { requestId }),
    ...(span && { trace_id: span.traceId, span_id: span.spanId }),
  };
}
