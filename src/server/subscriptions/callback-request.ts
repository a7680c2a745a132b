import { z } from 'zod';

/** The version of Apollo's HTTP callback protocol that is spoken, as its header names it. */
export const callbackProtocol = 'callback/1.0';

/** Whether a header names a version of the protocol: the highest one that a router speaks, which may be a later one. */
export const isCallbackProtocol = (header: unknown): boolean => /^callback\/\d+\.\d+$/.test(String(header));

/** Where the events of a subscription are to be posted. */
export interface CallbackTarget {
  url: string;
  id: string;
  verifier: string;
  /** How often the router wants to hear that the subscription runs; 0 for never. */
  heartbeatMilliseconds: number;
}

const shortestHeartbeat = 1_000;
const longestHeartbeat = 3_600_000;
const text = z.string().min(1).max(1_000);

const extension = z.object({
  callbackUrl: z.string().max(2_000),
  subscriptionId: text,
  verifier: text,
  heartbeatIntervalMs: z
    .number()
    .int()
    .refine((interval) => interval === 0 || (interval >= shortestHeartbeat && interval <= longestHeartbeat))
    .default(5_000),
});

/** Whether the header `accept` asks for events by HTTP callback. */
export const wantsCallback = (accept: string | undefined): boolean =>
  /;\s*callbackSpec\s*=\s*"?1\.0"?\s*(;|,|$)/i.test(accept ?? '');

/** Whether a URL is a listed one, or lies below its path: at the same scheme, host and port, and with nothing behind the path. */
export function isListed(callbackUrl: string, listed: readonly string[]): boolean {
  const url = URL.parse(callbackUrl);
  if (url === null || url.href !== `${url.origin}${url.pathname}`) return false;
  return listed
    .map((each) => new URL(each))
    .some(({ origin, pathname }) => {
      const path = pathname.replace(/\/$/, '');
      return url.origin === origin && (url.pathname === path || url.pathname.startsWith(`${path}/`));
    });
}

/**
 * Reads what a router sends as `extensions.subscription`, and compares its URL with the listed ones. Returns the target, or a sentence that says
 * why there is none.
 */
export function readCallback(given: unknown, listed: readonly string[]): CallbackTarget | string {
  const { data } = extension.safeParse(given);
  if (data === undefined)
    return `extensions.subscription must have callbackUrl, subscriptionId, verifier and heartbeatIntervalMs, which is 0 or ${shortestHeartbeat} to ${longestHeartbeat}.`;
  if (!isListed(data.callbackUrl, listed)) return 'This service may not call this callback URL.';
  return {
    url: data.callbackUrl,
    id: data.subscriptionId,
    verifier: data.verifier,
    heartbeatMilliseconds: data.heartbeatIntervalMs,
  };
}
