import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { atEndOfFile } from './end-of-file.js';

/** A message of a subscription as it came. */
export interface ReceivedMessage {
  kind: string;
  action: 'check' | 'next' | 'complete';
  id: string;
  verifier: string;
  protocol: string | undefined;
  payload?: { data?: Record<string, unknown> | null; errors?: { message: string; extensions?: { code?: string } }[] };
  errors?: { message: string; extensions?: { code?: string } }[];
}

/** What a router asks for in `extensions.subscription`. */
export interface CallbackExtension {
  callbackUrl: string;
  subscriptionId: string;
  verifier: string;
  heartbeatIntervalMs: number;
}

/** The side of a router in Apollo's HTTP callback protocol. */
export interface CallbackReceiver {
  /** The place below which the callbacks of subscriptions are. */
  url: string;
  messages: ReceivedMessage[];
  /** The most calls of one subscription that were open at once. */
  mostAtOnce: () => number;
  /** Makes the names of a subscription, which is known from then on. */
  subscription(changes?: Partial<CallbackExtension>): CallbackExtension;
  /** Answers further calls of a subscription with 404. */
  forget(id: string): void;
  /** Answers the next calls of a subscription with these status codes. */
  answer(id: string, ...statusCodes: number[]): void;
  /** Called before each answer, which waits for it. */
  beforeAnswer: ((message: ReceivedMessage) => Promise<void>) | null;
}

/** Starts a receiver on this machine; it ends with the test file. */
export async function startCallbackReceiver(): Promise<CallbackReceiver> {
  const known = new Map<string, string>();
  const faults = new Map<string, number[]>();
  const open = new Map<string, number>();
  let mostAtOnce = 0;
  const server = createServer(async (request, response) => {
    const body = (await json(request)) as ReceivedMessage;
    const message = { ...body, protocol: request.headers['subscription-protocol'] as string | undefined };
    const { id } = message;
    const atOnce = (open.get(id) ?? 0) + 1;
    open.set(id, atOnce);
    mostAtOnce = Math.max(mostAtOnce, atOnce);
    response.once('close', () => open.set(id, (open.get(id) ?? 1) - 1));
    receiver.messages.push(message);
    await receiver.beforeAnswer?.(message);
    const status =
      faults.get(id)?.shift() ?? (known.get(id) === message.verifier && request.url?.endsWith(`/${id}`) ? 204 : 404);
    response.writeHead(status, status === 204 ? { 'subscription-protocol': 'callback/1.0' } : {}).end();
  });
  const receiver: CallbackReceiver = {
    url: '',
    messages: [],
    mostAtOnce: () => mostAtOnce,
    subscription(changes) {
      const subscriptionId = randomUUID();
      const names = { subscriptionId, verifier: randomUUID(), heartbeatIntervalMs: 0 };
      const extension = { callbackUrl: `${receiver.url}/${subscriptionId}`, ...names, ...changes };
      known.set(subscriptionId, names.verifier);
      return extension;
    },
    forget: (id) => void known.delete(id),
    answer: (id, ...statusCodes) => void faults.set(id, statusCodes),
    beforeAnswer: null,
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  atEndOfFile(() => {
    server.closeAllConnections();
    server.close();
  });
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback`;
  return receiver;
}
