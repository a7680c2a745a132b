import { type Dispatcher, errors, request } from 'undici';
import type { GravityZoneOptions, ReasonCode } from '../types.js';
import { classifyAnswer, classifyFailure } from './classify.js';
import { isBitdefenderCloud } from './endpoint.js';
import { GravityZoneError } from './errors.js';
import { parseRetryAfter } from './retry-after.js';

const method = 'downloadReportZip';
const largestDownloadBytes = 8 * 1024 * 1024;

/** What a download shares with the calls. */
interface Sending {
  dispatcher: Dispatcher;
  authorization: string;
  deadline: number;
}

/** Reads a body; throws REPORT_TOO_LARGE as soon as it is larger than a report may be. */
async function readBounded(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > largestDownloadBytes) throw new GravityZoneError('REPORT_TOO_LARGE', { method });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function send(
  { endpoint, answersInFlight, clock = () => new Date() }: GravityZoneOptions,
  { dispatcher, authorization }: Sending,
  url: URL,
  signal: AbortSignal,
): Promise<Buffer> {
  const response = await request(url, { dispatcher, method: 'GET', headers: { authorization }, signal });
  const { statusCode: status, headers } = response;
  if (status === 200) {
    const release = await answersInFlight?.(largestDownloadBytes, signal);
    return readBounded(response.body).finally(release);
  }
  await response.body.dump({ limit: 64 * 1024 });
  const failure = classifyAnswer({
    status,
    body: undefined,
    isPage: false,
    toBitdefender: isBitdefenderCloud(endpoint),
    retryAfterSeconds: parseRetryAfter(headers['retry-after'], clock()),
    location: typeof headers.location === 'string' ? headers.location : null,
    method,
  });
  throw failure ?? new GravityZoneError('MALFORMED_ANSWER', { method });
}

/** The bound of all answers may be the lower one. */
function classifyDownload(error: unknown): GravityZoneError {
  if (error instanceof errors.ResponseExceededMaxSizeError)
    return new GravityZoneError('REPORT_TOO_LARGE', { method, cause: error });
  return classifyFailure(error, method);
}

/**
 * Takes a URL of the endpoint and returns the body of a GET with the credential. It counts towards the budget of the key,
 * follows no redirect and is not tried again: the next run does that. Throws GravityZoneError.
 */
export async function download(
  options: GravityZoneOptions,
  sending: Sending,
  url: URL,
  signal?: AbortSignal,
): Promise<Buffer> {
  await options.budget.reserve('default', signal);
  const startedAt = performance.now();
  const timer = AbortSignal.timeout(sending.deadline);
  let outcome: 'ok' | ReasonCode = 'ok';
  try {
    return await send(options, sending, url, signal ? AbortSignal.any([signal, timer]) : timer);
  } catch (error) {
    const failure = signal?.aborted
      ? new GravityZoneError('CANCELLED', { method })
      : timer.aborted
        ? new GravityZoneError('TIMEOUT', { method })
        : classifyDownload(error);
    outcome = failure.code;
    if (failure.code === 'THROTTLED') await options.budget.penalise('default', failure.retryAfterSeconds ?? 60);
    throw failure;
  } finally {
    options.onCall?.({ method, version: 'v1.0', outcome, durationMilliseconds: performance.now() - startedAt });
  }
}
