import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';
import type { GraphQLFormattedError } from 'graphql';
import { Agent, request } from 'undici';
import { resolveWithSystem } from '../../net/addresses.js';
import { type AllowedNetwork, networksFor } from '../../net/allowed-networks.js';
import { createConnector, createPlainConnector } from '../../net/connector.js';
import { inSpan, SpanKind } from '../../telemetry/spans.js';
import { type CallbackTarget, callbackProtocol, isCallbackProtocol } from './callback-request.js';

/** What is sent to a router, beside the names of the subscription. */
export type CallbackMessage =
  | { action: 'check' }
  /** The payload is JSON: it is the same text for others. */
  | { action: 'next'; payload: string }
  | { action: 'complete'; errors?: readonly GraphQLFormattedError[] };

/** A call that failed. The message names no address: its path belongs to the router. */
export class CallbackError extends Error {
  override readonly name = 'CallbackError';

  constructor(
    message: string,
    /** Whether the same call may pass a little later. */
    readonly mayPass: boolean,
    /** Whether the router has ended the subscription. */
    readonly isOver = false,
  ) {
    super(message);
  }
}

/** Posts a message of a subscription to its router; throws a CallbackError. Aborted, it makes no further try. */
export type CallRouter = (
  tenantId: string,
  target: CallbackTarget,
  message: CallbackMessage,
  signal?: AbortSignal,
) => Promise<void>;

/** A message as JSON. */
function bodyOf(message: CallbackMessage, { id, verifier }: CallbackTarget): string {
  const { payload, ...rest } = { payload: undefined, ...message };
  const names = JSON.stringify({ kind: 'subscription', ...rest, id, verifier });
  return payload === undefined ? names : `${names.slice(0, -1)},"payload":${payload}}`;
}

/** How long a router may take for one call. */
export const callMilliseconds = 5_000;
/** Answers are not read; one that is longer than this is cut off. */
const maximumAnswerBytes = 64 * 1024;
const repetitions = 2;

/** Calls allowed addresses only, in the time given for one call, and follows no redirect. */
export function createCallRouter(parts: { allowedNetworks: readonly AllowedNetwork[]; timeoutMilliseconds: number }): {
  call: CallRouter;
  close(): Promise<void>;
} {
  /** By place and by what may be reached there, which tenants may differ in. */
  const agents = new Map<string, Agent>();
  const agentFor = (tenantId: string, url: string): Agent => {
    const { protocol, origin } = new URL(url);
    const networks = networksFor(parts.allowedNetworks, tenantId, url);
    const key = JSON.stringify([origin, networks]);
    const connect = protocol === 'https:' ? createConnector : createPlainConnector;
    const agent = agents.get(key) ?? new Agent({ connect: connect(networks, resolveWithSystem) });
    agents.set(key, agent);
    return agent;
  };

  async function post(tenantId: string, target: CallbackTarget, message: CallbackMessage): Promise<void> {
    const { url } = target;
    const deadline = AbortSignal.timeout(parts.timeoutMilliseconds);
    const answer = await inSpan('subscription callback', { kind: SpanKind.CLIENT }, async () => {
      const { statusCode, headers, body } = await request(url, {
        dispatcher: agentFor(tenantId, url),
        method: 'POST',
        headers: { 'content-type': 'application/json', 'subscription-protocol': callbackProtocol },
        body: bodyOf(message, target),
        signal: deadline,
      });
      await body.dump({ limit: maximumAnswerBytes, signal: deadline });
      return { statusCode, headers };
    }).catch((error: unknown) => {
      const code = deadline.aborted ? 'TIMEOUT' : String((error as { code?: unknown }).code ?? 'FAILED');
      throw new CallbackError(`The router could not be reached (${code}).`, code !== 'FORBIDDEN_ADDRESS');
    });
    const { statusCode } = answer;
    if (statusCode === 404) throw new CallbackError('The router has ended the subscription.', false, true);
    if (statusCode < 200 || statusCode > 299)
      throw new CallbackError(`The router answered with HTTP ${statusCode}.`, statusCode >= 500);
    if (
      message.action === 'check' &&
      (statusCode !== 204 || !isCallbackProtocol(answer.headers['subscription-protocol']))
    )
      throw new CallbackError('The router did not confirm the subscription.', false);
  }

  const again = retry(
    handleWhen((error) => error instanceof CallbackError && error.mayPass),
    { maxAttempts: repetitions, backoff: new ExponentialBackoff({ initialDelay: 200, maxDelay: 1_000 }) },
  );
  return {
    call: (tenantId, target, message, signal) => again.execute(() => post(tenantId, target, message), signal),
    async close() {
      await Promise.all([...agents.values()].map((agent) => agent.destroy()));
    },
  };
}
