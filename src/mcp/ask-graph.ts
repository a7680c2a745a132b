import { fetch } from 'undici';
import { currentRequest } from '../telemetry/request-context.js';
import { traceHeaders } from '../telemetry/spans.js';
import type { GraphAnswer } from './tool-answer.js';

/** How long the graph may take to answer, in seconds. */
const mostSeconds = 60;
/** The longest answer that is read, in bytes; the graph's own limits keep below it. */
const mostBytes = 16 * 1024 * 1024;

/** Thrown where the graph gave no answer; its message is for the assistant, and holds nothing of the request. */
export class GraphUnreachableError extends Error {}

/** Where the graph is, and in whose name it is asked. */
export interface GraphAccess {
  url: string;
  /** The `Authorization` of the person who asks. */
  authorization: string;
}

/** Sends one query to the graph in the name of a person, like every other client. Throws a GraphUnreachableError. */
export async function askGraph(
  { url, authorization }: GraphAccess,
  request: { query: string; operationName: string; variables: object },
  signal?: AbortSignal,
): Promise<GraphAnswer> {
  const deadline = AbortSignal.timeout(mostSeconds * 1_000);
  const label = currentRequest();
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        authorization,
        accept: 'application/graphql-response+json, application/json',
        'content-type': 'application/json',
        'user-agent': 'opsmerge-bitdefender-mcp',
        ...(label && { 'x-request-id': label.requestId }),
        ...traceHeaders(),
      },
      body: JSON.stringify(request),
      // A token must not follow to another place.
      redirect: 'error',
      signal: signal ? AbortSignal.any([deadline, signal]) : deadline,
    });
    const text = await readBounded(response.body as AsyncIterable<Uint8Array> | null);
    return { status: response.status, text };
  } catch (error) {
    if (error instanceof GraphUnreachableError) throw error;
    if (deadline.aborted)
      throw new GraphUnreachableError(`The graph did not answer within ${mostSeconds} seconds. Ask for less.`);
    throw new GraphUnreachableError('The graph cannot be reached. Try again later.');
  }
}

async function readBounded(chunks: AsyncIterable<Uint8Array> | null): Promise<string> {
  const read: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks ?? []) {
    bytes += chunk.byteLength;
    if (bytes > mostBytes) throw new GraphUnreachableError('The answer of the graph is too long. Ask for less.');
    read.push(chunk);
  }
  return Buffer.concat(read).toString('utf8');
}
