import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

import { makeCertificate } from '../../demo/gravityzone/certificate.js';
import { atEndOfFile } from './end-of-file.js';

/** A receiver written as docs/alert-rules.md describes. */
export interface WebhookReceiver {
  url: string;
  caCertificate: string;
  secret: string;
  /** How the next requests are treated; afterwards they are accepted. */
  faults: ('fail' | 'redirect' | 'hang' | 'loseAnswer')[];
  /** Called before each request is looked at, which waits for it. */
  beforeRequest: (() => Promise<void>) | null;
  /** Called before each genuine request is answered, which waits for it. */
  beforeAnswer: (() => Promise<void>) | null;
  /** What was accepted, each delivery once. */
  accepted: Map<string, Record<string, never>>;
  /** How every request was answered. */
  answers: number[];
  /** The last request as it came, to be sent again by somebody else. */
  last: { headers: Record<string, string>; body: string } | null;
}

const replaySeconds = 300;

/** Checks the signature and the age of a request. */
function isGenuine(secret: string, headers: Record<string, string>, body: string, now: Date): boolean {
  const timestamp = headers['opsmerge-timestamp'] ?? '';
  if (Math.abs(now.getTime() / 1_000 - Number(timestamp)) > replaySeconds) return false;
  const signed = `${headers['opsmerge-delivery']}.${timestamp}.${body}`;
  const expected = Buffer.from(`v2=${createHmac('sha256', secret).update(signed).digest('hex')}`);
  return (headers['opsmerge-signature'] ?? '').split(',').some((signature) => {
    const given = Buffer.from(signature);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}

/** Starts a receiver on this machine; it ends with the test file. */
export async function startWebhookReceiver(now = () => new Date()): Promise<WebhookReceiver> {
  const { key, certificate, caCertificate } = await makeCertificate();
  const receiver: WebhookReceiver = {
    url: '',
    caCertificate,
    secret: '',
    faults: [],
    beforeRequest: null,
    beforeAnswer: null,
    accepted: new Map(),
    answers: [],
    last: null,
  };
  const server = createServer({ key, cert: certificate }, async (request, response) => {
    const body = await text(request);
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    await receiver.beforeRequest?.();
    const fault = receiver.faults.shift();
    const answer = (status: number, more = {}) => {
      receiver.answers.push(status);
      response.writeHead(status, more).end();
    };
    if (fault === 'fail') return answer(500);
    if (fault === 'redirect') return answer(307, { location: 'https://127.0.0.1:1/elsewhere' });
    if (fault === 'hang') return;
    if (!isGenuine(receiver.secret, headers, body, now())) return answer(401);
    receiver.last = { headers, body };
    const id = headers['opsmerge-delivery'] ?? '';
    if (!receiver.accepted.has(id)) receiver.accepted.set(id, JSON.parse(body));
    await receiver.beforeAnswer?.();
    if (fault !== 'loseAnswer') answer(204);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  atEndOfFile(() => {
    server.closeAllConnections();
    server.close();
  });
  receiver.url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/alerts?token=canary-in-the-address`;
  return receiver;
}
