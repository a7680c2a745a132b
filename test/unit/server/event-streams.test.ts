import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { buildSchema, type ExecutionArgs } from 'graphql';
import { expect, it } from 'vitest';
import { type Answered } from '../../../src/server/enforce-limits.js';
import { socketLimits } from '../../../src/server/socket-limits.js';
import { createEventStreams } from '../../../src/server/subscriptions/event-streams.js';
import { atEndOfFile } from '../../support/end-of-file.js';

const full = buildSchema('type Query { number: Int } type Subscription { text: String }');

/** Serves one subscription, whose events are given. */
async function serve(subscribe: (args: ExecutionArgs) => Promise<Answered>) {
  const streams = createEventStreams({
    schema: { full },
    logger: { error: () => undefined },
    counts: { admit: () => null },
    open: { keep: () => () => undefined },
    errors: { answerOf: (result: object) => result },
    operations: {
      execute: () => subscribe,
      subscribe: () => subscribe,
      contextOf: () => ({}),
      remember: async () => {},
    },
  } as never);
  const app = express();
  app.use(express.json(), (_request, response, next) => {
    Object.assign(response.locals, { viewer: { roles: [] }, leaveTurn: () => undefined });
    next();
  });
  app.use(streams.serve);
  const http = createServer(app);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  atEndOfFile(() => {
    http.closeAllConnections();
    http.close();
  });
  return (http.address() as AddressInfo).port;
}

const ask = (port: number) =>
  new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
    const headers = { accept: 'text/event-stream', 'content-type': 'application/json' };
    const sent = request({ port, host: '127.0.0.1', method: 'POST', headers }, resolve).on('error', reject);
    sent.end(JSON.stringify({ query: 'subscription { text }' }));
    atEndOfFile(() => void sent.destroy());
  });

it('closes a stream whose client does not read, and stops its events', async () => {
  const text = 'x'.repeat(socketLimits.unreadBytes);
  let made = 0;
  let ended = false;
  const port = await serve(async () =>
    (async function* () {
      try {
        // Far more than the system keeps for a connection.
        for (; made < 500; made += 1) {
          await new Promise((resolve) => setTimeout(resolve, 1));
          yield { data: { text } };
        }
      } finally {
        ended = true;
      }
    })(),
  );
  const response = await ask(port);
  response.pause();
  await expect.poll(() => ended, { timeout: 30_000 }).toBe(true);
  expect(made).toBeLessThan(100);
});

it('sends an event that is larger than what may wait', async () => {
  const text = 'x'.repeat(3 * socketLimits.unreadBytes);
  const port = await serve(async () =>
    (async function* () {
      yield { data: { text } };
    })(),
  );
  let received = '';
  for await (const chunk of await ask(port)) received += chunk;
  expect(received).toContain(`event: next\ndata: {"data":{"text":"${text}"}}\n\nevent: complete\n`);
});

it('stops the events when the client leaves', async () => {
  let ended = false;
  const port = await serve(async () =>
    (async function* () {
      try {
        for (;;) {
          await new Promise((resolve) => setTimeout(resolve, 10));
          yield { data: { text: 'one' } };
        }
      } finally {
        ended = true;
      }
    })(),
  );
  const response = await ask(port);
  response.destroy();
  await expect.poll(() => ended, { timeout: 10_000 }).toBe(true);
});
