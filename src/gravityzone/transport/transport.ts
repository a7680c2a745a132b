import { randomUUID } from 'node:crypto';
import { addAbortListener } from 'node:events';
import {
  BrokenCircuitError,
  CircuitState,
  ExponentialBackoff,
  handleWhen,
  type IPolicy,
  noop,
  retry,
  wrap,
} from 'cockatiel';
import { Agent, request } from 'undici';
import { resolveWithSystem } from '../../net/addresses.js';
import { createConnector } from '../../net/connector.js';
import { measures, startTimer } from '../../telemetry/measures.js';
import { inSpan, SpanKind } from '../../telemetry/spans.js';
import { type ReadingMethodName, readingMethod } from '../reads/methods.js';
import type { GravityZoneOptions } from '../types.js';
import { exceedsValues } from './answer-values.js';
import { longestRestSeconds } from './budget.js';
import { createCircuit, openCircuit } from './circuit.js';
import { classifyAnswer, classifyFailure } from './classify.js';
import { decodeBody } from './decode-body.js';
import { download } from './download.js';
import { isBitdefenderCloud } from './endpoint.js';
import { GravityZoneError, type ReasonCode } from './errors.js';
import { parseRetryAfter } from './retry-after.js';
import { createKeyScrubber } from './scrub-key.js';

const deadlineMilliseconds = 60_000;
/** What is read of an answer by default. */
export const defaultAnswerBytes = 8 * 1024 * 1024;
const retries = 3;
/** A later run asks again for a row that failed, so a single call does not take long. */
const retriesOfOneRow = 1;

/** Sends read-only calls and returns the `result` of the JSON-RPC envelope. Throws GravityZoneError. */
export interface Transport {
  call(name: ReadingMethodName, params: object, signal?: AbortSignal): Promise<unknown>;
  /** Sends a GET, with the credential, to a URL of the endpoint (see `downloadUrl`); returns the body, which is bounded. */
  download(url: URL, signal?: AbortSignal): Promise<Buffer>;
  /** Removes the API key from what was downloaded and read; answers of calls come without it. */
  scrub<Value>(value: Value): Value;
  /** Seconds by which the server's clock was ahead of ours in its last response; null if it sent no date. */
  readonly clockAheadSeconds: number | null;
  close(): Promise<void>;
}

function hasCode(error: unknown, codes: readonly ReasonCode[]): boolean {
  return error instanceof GravityZoneError && codes.includes(error.code);
}

const mayWaitForTurn = handleWhen(
  (error) =>
    hasCode(error, ['THROTTLED']) &&
    error instanceof GravityZoneError &&
    (error.retryAfterSeconds ?? 0) <= longestRestSeconds,
);
const mayHavePassed = handleWhen((error) => hasCode(error, ['TIMEOUT', 'SERVER_ERROR']));

function createPolicy(initialDelay: number, circuit: IPolicy, retriesAfterFailure: number): IPolicy {
  const backoff = new ExponentialBackoff({ initialDelay, maxDelay: Math.max(initialDelay, 20_000) });
  return wrap(
    retry(mayWaitForTurn, { maxAttempts: retries, backoff }),
    retry(mayHavePassed, { maxAttempts: retriesAfterFailure, backoff }),
    circuit,
  );
}

/** Stops waiting for the work as soon as the signal aborts, even between two attempts. */
async function untilAborted<Result>(work: Promise<Result>, signal: AbortSignal | undefined): Promise<Result> {
  if (signal === undefined) return work;
  const aborted = Promise.withResolvers<never>();
  const listener = addAbortListener(signal, () => aborted.reject(signal.reason));
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    listener[Symbol.dispose]();
  }
}

/** TIMEOUT when the caller's deadline aborted the signal, CANCELLED otherwise. */
function endedBy(signal: AbortSignal, method: string): GravityZoneError {
  if (signal.reason?.name !== 'TimeoutError') return new GravityZoneError('CANCELLED', { method });
  const message = 'GravityZone did not respond to all requests within the time limit.';
  return new GravityZoneError('TIMEOUT', { message, method });
}

function parseJson(text: string, method: string): unknown {
  if (exceedsValues(text))
    throw new GravityZoneError('MALFORMED_ANSWER', {
      message: 'GravityZone sent a response with more values than this service reads.',
      method,
    });
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}

function resultOf(body: unknown, id: string, method: string): unknown {
  if (body === undefined) {
    throw new GravityZoneError('MALFORMED_ANSWER', { method });
  }
  const isEnvelope = typeof body === 'object' && body !== null && 'jsonrpc' in body;
  if (!isEnvelope) throw new GravityZoneError('NOT_GRAVITYZONE', { method });
  if (!('result' in body) || !('id' in body) || body.id !== id) {
    throw new GravityZoneError('MALFORMED_ANSWER', { method });
  }
  return body.result;
}

export function createTransport(options: GravityZoneOptions): Transport {
  const clock = options.clock ?? (() => new Date());
  const circuit = options.circuit ?? createCircuit();
  const retryDelay = options.retryDelayMilliseconds ?? 500;
  const policyOfAll = createPolicy(retryDelay, circuit, retries);
  const policyOfOneRow = createPolicy(retryDelay, circuit, retriesOfOneRow);
  const policyApart = createPolicy(retryDelay, noop, retriesOfOneRow);
  /** The failure of one row says nothing about the others, so it does not count towards opening the circuit. */
  const policyFor = (name: ReadingMethodName, params: object): IPolicy => {
    const { row } = readingMethod(name);
    if (row === undefined || !Object.hasOwn(params, row)) return policyOfAll;
    return circuit.state === CircuitState.Closed ? policyApart : policyOfOneRow;
  };
  const deadline = options.deadlineMilliseconds ?? deadlineMilliseconds;
  const maximumBytes = options.answerBytes ?? defaultAnswerBytes;
  const scrub = createKeyScrubber(options.apiKey);
  const authorization = `Basic ${Buffer.from(`${options.apiKey}:`).toString('base64')}`;
  const dispatcher = new Agent({
    connect: createConnector(options.allowedNetworks, options.resolve ?? resolveWithSystem, options.trust),
    maxResponseSize: maximumBytes,
    headersTimeout: deadline,
    bodyTimeout: deadline,
  });

  let clockAheadSeconds: number | null = null;

  async function send(name: ReadingMethodName, params: object, signal: AbortSignal | undefined): Promise<unknown> {
    const { service, version, method } = readingMethod(name);
    const id = randomUUID();
    const timer = AbortSignal.timeout(deadline);
    const whole = signal ? AbortSignal.any([signal, timer]) : timer;
    const sentAt = clock().getTime();
    let release: (() => void) | undefined;
    try {
      const response = await request(`${options.endpoint}/${version}/jsonrpc/${service}`, {
        dispatcher,
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({ id, jsonrpc: '2.0', method, params }),
        signal: whole,
      });
      const serverTime = Date.parse(String(response.headers.date));
      const halfWay = (sentAt + clock().getTime()) / 2;
      clockAheadSeconds = Number.isNaN(serverTime) ? null : Math.round((serverTime - halfWay) / 1_000);
      release = await options.answersInFlight?.(maximumBytes, whole);
      const bytes = Buffer.from(await response.body.arrayBuffer());
      const text = (await decodeBody(bytes, response.headers['content-encoding'], maximumBytes)).toString('utf8');
      const body = scrub(parseJson(text, method));
      const location = response.headers.location;
      const failure = classifyAnswer({
        status: response.statusCode,
        body,
        isPage: body === undefined && /^\s*</.test(text),
        toBitdefender: isBitdefenderCloud(options.endpoint),
        retryAfterSeconds: parseRetryAfter(response.headers['retry-after'], clock()),
        location: typeof location === 'string' ? location : null,
        method,
      });
      if (failure !== null) throw failure;
      return resultOf(body, id, method);
    } catch (error) {
      if (signal?.aborted) throw new GravityZoneError('CANCELLED', { method });
      if (timer.aborted) throw new GravityZoneError('TIMEOUT', { method });
      throw classifyFailure(error, method);
    } finally {
      release?.();
    }
  }

  /** One attempt: waits for the rate limit, sends, records the call and reports a 429 to the budget. */
  async function attempt(name: ReadingMethodName, params: object, signal: AbortSignal | undefined): Promise<unknown> {
    const { bucket, method, version } = readingMethod(name);
    const waited = startTimer();
    await options.budget.reserve(bucket, signal).finally(() => waited(measures().gravityZoneWaits, { bucket }));
    const called = startTimer();
    const startedAt = performance.now();
    let outcome: 'ok' | ReasonCode = 'ok';
    try {
      // Without the trace's ids in the request: they are not Bitdefender's business.
      const attributes = { 'gravityzone.method': method, 'gravityzone.bucket': bucket };
      return await inSpan(`gravityzone ${method}`, { kind: SpanKind.CLIENT, attributes }, () =>
        send(name, params, signal),
      );
    } catch (error) {
      if (error instanceof GravityZoneError) {
        outcome = error.code;
        if (error.code === 'THROTTLED') await options.budget.penalise(bucket, error.retryAfterSeconds ?? 60);
      }
      throw error;
    } finally {
      called(measures().gravityZoneCalls, { bucket, outcome });
      options.onCall?.({ method, version, outcome, durationMilliseconds: performance.now() - startedAt });
    }
  }

  return {
    async call(name, params, signal) {
      const { method } = readingMethod(name);
      if (signal?.aborted) throw endedBy(signal, method);
      try {
        return await untilAborted(
          policyFor(name, params).execute(() => attempt(name, params, signal), signal),
          signal,
        );
      } catch (error) {
        if (signal?.aborted) throw endedBy(signal, method);
        throw error instanceof BrokenCircuitError ? openCircuit(circuit, method) : error;
      }
    },
    download: (url, signal) => download(options, { dispatcher, authorization, deadline }, url, signal),
    scrub,
    get clockAheadSeconds() {
      return clockAheadSeconds;
    },
    close: () => dispatcher.destroy(),
  };
}
