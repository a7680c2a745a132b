import type { IncomingMessage } from 'node:http';
import { isIPv4 } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { RequestOrigin } from '../telemetry/request-context.js';

const longestUserAgent = 300;

/** Whether an address, the given number of hops away, belongs to a proxy of the operator's: Express's "trust proxy fn". */
export type Trust = (address: string, hop: number) => boolean;

/**
 * Where a request comes from: the nearest address that is no trusted proxy's, as `x-forwarded-for` lists them, and the
 * program it names. Both are the caller's own words where an operator trusts too much, so they are cut and cleaned.
 */
export function originOf(
  { headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>,
  trust: Trust,
): RequestOrigin {
  const forwarded = [headers['x-forwarded-for'] ?? []].flat().flatMap((line) => line.split(','));
  const addresses = [socket.remoteAddress ?? '', ...forwarded.map((address) => address.trim()).reverse()];
  let hop = 0;
  while (hop < addresses.length - 1 && trust(addresses[hop] ?? '', hop)) hop += 1;
  return { address: normalAddress(addresses[hop] ?? ''), userAgent: cleaned(headers['user-agent']) };
}

function normalAddress(text: string): string | null {
  // As most are: the general way below takes longer than all else here.
  if (isIPv4(text)) return text;
  return ipaddr.isValid(text) ? ipaddr.process(text).toString() : null;
}

function cleaned(text: string | undefined): string | null {
  return text?.slice(0, longestUserAgent).replace(/[^\x20-\x7e]/g, '?') || null;
}
