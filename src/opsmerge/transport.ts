import { Agent, fetch } from 'undici';
import type { z } from 'zod';
import { errorTypeOf } from '../telemetry/error-type.js';
import { measures, startTimer } from '../telemetry/measures.js';
import { inSpan, SpanKind, traceHeaders } from '../telemetry/spans.js';
import { envelope } from './answers.js';
import { OpsMergeError } from './error.js';

/** Where core is and who we are to it. */
export interface TransportOptions {
  url: string;
  serviceToken: string;
  /** How long one request may take, answer included. */
  timeoutMilliseconds?: number;
}

/** One request to core: the document, its variables, how to read its answer, and for which tenant it is. */
export interface CoreRequest<T extends z.ZodType> {
  tenantId: string;
  document: string;
  variables: object;
  answer: T;
  signal?: AbortSignal;
}

export interface Transport {
  send<T extends z.ZodType>(request: CoreRequest<T>): Promise<z.output<T>>;
  close(): Promise<void>;
}

// What core itself says of a request that will be no better next time.
const REFUSALS = new Set(['BAD_USER_INPUT', 'GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED']);

// It is our token that is refused, not what was asked: once the token is put right, the same request is served.
const REFUSALS_OF_US = new Set(['FORBIDDEN', 'UNAUTHENTICATED']);

/** GraphQL over HTTP to core, with a deadline for each request. Every failure is an `OpsMergeError`. */
export function createTransport({ url, serviceToken, timeoutMilliseconds = 15_000 }: TransportOptions): Transport {
  const dispatcher = new Agent({ connections: 16 });
  // Core, or something between, may repeat what we sent; the token must not reach our logs by that way.
  const redact = (text: string) => text.replaceAll(serviceToken, '[redacted]');
  const fail = (code: OpsMergeError['code'], text: string, retryable?: boolean) =>
    new OpsMergeError(code, redact(`OpsMerge core ${text}`), retryable);

  async function post(request: CoreRequest<z.ZodType>): Promise<{ status: number; text: string }> {
    const deadline = AbortSignal.timeout(timeoutMilliseconds);
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          accept: 'application/graphql-response+json, application/json',
          authorization: `Bearer ${serviceToken}`,
          'content-type': 'application/json',
          'opsmerge-tenant': request.tenantId,
          ...traceHeaders(),
        },
        body: JSON.stringify({ query: request.document, variables: request.variables }),
        redirect: 'error',
        signal: request.signal ? AbortSignal.any([deadline, request.signal]) : deadline,
        dispatcher,
      });
      return { status: response.status, text: await response.text() };
    } catch (error) {
      request.signal?.throwIfAborted();
      if (deadline.aborted) throw fail('UNAVAILABLE', `did not answer within ${timeoutMilliseconds} ms`);
      throw fail('UNAVAILABLE', `could not be reached: ${reason(error)}`);
    }
  }

  function read<T extends z.ZodType>({ status, text }: { status: number; text: string }, answer: T): z.output<T> {
    if (status >= 500 || status === 408 || status === 429) throw fail('UNAVAILABLE', `answered with HTTP ${status}`);
    const body = envelope.safeParse(parseJson(text));
    const errors = body.data?.errors ?? [];
    const words = errors.map((error) => error.message).join('; ');
    const codes = errors.map((error) => error.extensions?.code ?? '');
    const isUs = status === 401 || status === 403 || codes.some((code) => REFUSALS_OF_US.has(code));
    if (isUs)
      throw fail('REJECTED', `refused this service's token (OPSMERGE_TOKEN): ${words || `HTTP ${status}`}`, true);
    if (status >= 400) throw fail('REJECTED', `refused the request with HTTP ${status}: ${words || 'no reason given'}`);
    // Half an answer, or a page of some proxy: the next one may be whole.
    if (!body.success) throw fail('MALFORMED', `answered with something other than GraphQL (HTTP ${status})`, true);
    if (errors.length > 0) {
      const refused = codes.every((code) => REFUSALS.has(code));
      throw refused ? fail('REJECTED', `refused the request: ${words}`) : fail('UNAVAILABLE', `failed: ${words}`);
    }
    const data = answer.safeParse(body.data.data);
    if (data.success) return data.data;
    const places = data.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
    throw fail('MALFORMED', `broke the contract: ${places}`);
  }

  async function send<T extends z.ZodType>(request: CoreRequest<T>): Promise<z.output<T>> {
    const operation = operationName(request.document);
    const record = startTimer();
    let outcome = 'ok';
    try {
      const attributes = { 'graphql.operation.name': operation };
      return await inSpan(`core ${operation}`, { kind: SpanKind.CLIENT, attributes }, async () =>
        read(await post(request), request.answer),
      );
    } catch (error) {
      outcome = errorTypeOf(error);
      throw error;
    } finally {
      record(measures().coreCalls, { operation, outcome });
    }
  }

  return {
    send,
    close: () => dispatcher.close(),
  };
}

/** The name of one of our own documents. */
const operationName = (document: string) => /(?:query|mutation) (\w+)/.exec(document)?.[1] ?? 'unknown';

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The innermost reason of a failed fetch, which says no more than "fetch failed" itself. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown reason';
  if (error.cause instanceof Error) return reason(error.cause);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}
