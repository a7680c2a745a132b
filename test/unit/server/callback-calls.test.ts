import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { openNetworks } from '../../../src/net/allowed-networks.js';
import {
  CallbackError,
  type CallbackMessage,
  createCallRouter,
} from '../../../src/server/subscriptions/callback-calls.js';
import { atEndOfFile } from '../../support/end-of-file.js';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A router that answers each call with the next of these answers, and a way to call it. */
async function router(answers: Answer[], { networks = ['127.0.0.0/8'], timeoutMilliseconds = 30_000 } = {}) {
  let calls = 0;
  const server = createServer((request, response) =>
    answers[Math.min(calls++, answers.length - 1)]?.(request, response),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const made = createCallRouter({ allowedNetworks: openNetworks(networks), timeoutMilliseconds });
  atEndOfFile(async () => {
    await made.close();
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const target = { url: `http://127.0.0.1:${port}/secret`, id: 'secret', verifier: 'secret', heartbeatMilliseconds: 0 };
  const call = (message: CallbackMessage = { action: 'next', payload: '{}' }, signal?: AbortSignal) =>
    made.call('msp-one', target, message, signal).then(
      () => null,
      (error: CallbackError) => error,
    );
  return { call, calls: () => calls };
}

const status =
  (code: number, headers = {}): Answer =>
  (_request, response) =>
    response.writeHead(code, headers).end();
const confirmed = status(204, { 'subscription-protocol': 'callback/1.0' });

describe('a call of a router', () => {
  it.each<[string, Answer[], number]>([
    ['taken', [status(200)], 1],
    ['taken without a body', [status(204)], 1],
    ['taken at the second try', [status(503), status(202)], 2],
    [
      'taken at the third try, after the connection was lost',
      [(request) => request.socket.destroy(), status(500), status(202)],
      3,
    ],
  ])('is %s', async (_what, answers, calls) => {
    const { call, calls: made } = await router(answers);
    expect(await call()).toBeNull();
    expect(made()).toBe(calls);
  });

  it.each<[string, Answer, number, Partial<CallbackError>]>([
    ['404', status(404), 1, { message: 'The router has ended the subscription.', isOver: true, mayPass: false }],
    ['400', status(400), 1, { message: 'The router answered with HTTP 400.', isOver: false, mayPass: false }],
    ['a redirect', status(307, { location: '/elsewhere' }), 1, { message: 'The router answered with HTTP 307.' }],
    ['503 three times', status(503), 3, { message: 'The router answered with HTTP 503.', mayPass: true }],
    ['a lost connection', (request) => request.socket.destroy(), 3, { mayPass: true }],
  ])('fails after %s', async (_what, answer, calls, error) => {
    const { call, calls: made } = await router([answer]);
    const failed = await call();
    expect(failed).toBeInstanceOf(CallbackError);
    expect(failed).toMatchObject(error);
    expect(failed?.message).not.toContain('secret');
    expect(made()).toBe(calls);
  });

  it('cuts an answer off that does not end', async () => {
    let isCut = false;
    const { call } = await router([
      (_request, response) => {
        response.once('close', () => {
          isCut = true;
        });
        const write = (): unknown =>
          isCut || (response.write('x'.repeat(10_000)) ? setImmediate(write) : response.once('drain', write));
        write();
      },
    ]);
    expect(await call()).toBeNull();
    await expect.poll(() => isCut, { timeout: 30_000 }).toBe(true);
  });

  it.each<[string, Answer]>([
    ['does not answer', () => undefined],
    ['does not finish its answer', (_request, response) => response.writeHead(200).write('x')],
  ])('fails when the router %s in time', async (_what, answer) => {
    const { call } = await router([answer], { timeoutMilliseconds: 50 });
    expect(await call()).toMatchObject({ message: 'The router could not be reached (TIMEOUT).', mayPass: true });
  });

  it('is not made at an address that is not allowed', async () => {
    const { call, calls } = await router([confirmed], { networks: ['10.0.0.0/8'] });
    expect(await call()).toMatchObject({
      message: 'The router could not be reached (FORBIDDEN_ADDRESS).',
      mayPass: false,
    });
    expect(calls()).toBe(0);
  });

  it('is not repeated when the subscription ends meanwhile', async () => {
    const ending = new AbortController();
    const { call, calls } = await router([
      (_request, response) => {
        ending.abort();
        response.writeHead(503).end();
      },
    ]);
    expect(await call({ action: 'next', payload: '{}' }, ending.signal)).not.toBeNull();
    expect(calls()).toBe(1);
  });
});

it.each<[string, Answer, boolean]>([
  ['204 and the protocol', confirmed, true],
  ['204 and a later version of the protocol', status(204, { 'subscription-protocol': 'callback/1.1' }), true],
  ['204 alone', status(204), false],
  ['204 and another protocol', status(204, { 'subscription-protocol': 'multipart/1.0' }), false],
  ['200 and the protocol', status(200, { 'subscription-protocol': 'callback/1.0' }), false],
])('takes %s as a confirmation: %s', async (_what, answer, isConfirmed) => {
  const { call } = await router([answer]);
  const failed = await call({ action: 'check' });
  expect(failed?.message ?? null).toBe(isConfirmed ? null : 'The router did not confirm the subscription.');
});
