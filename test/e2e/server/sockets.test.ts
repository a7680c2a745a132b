import { beforeAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';

let environment: TestEnvironment;

beforeAll(async () => {
  environment = await testEnvironment();
});

const open = (token: string) => {
  const socket = new WebSocket(environment.app.url.replace('http', 'ws'), 'graphql-transport-ws');
  socket.on('open', () =>
    socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } })),
  );
  return new Promise<{ code: number; reason: string }>((resolve) =>
    socket.on('close', (code, reason) => resolve({ code, reason: String(reason) })),
  );
};

it('ends a socket when its token does', async () => {
  // It must still be good when the socket opens.
  const token = await environment.tokens.issue({ ...technician, expiresIn: '5s' });
  expect(await open(token)).toEqual({ code: 4403, reason: 'The token has expired: connect with a new one.' });
});

it('refuses a body before it reads it when there is no token', async () => {
  const response = await fetch(environment.app.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{ this is no JSON',
  });
  expect(response.status).toBe(401);
});

it('tells whether it lives and whether it can serve', async () => {
  const at = (path: string) => fetch(new URL(path, environment.app.url)).then(({ status }) => status);
  expect(await at('/healthz')).toBe(200);
  expect(await at('/readyz')).toBe(200);
});

it('asks those on its sockets to come again when it stops', async () => {
  const replica = await environment.startReplica();
  const token = await environment.tokens.issue(technician);
  const socket = new WebSocket(replica.url.replace('http', 'ws'), 'graphql-transport-ws');
  const closed = new Promise<number>((resolve) => socket.on('close', (code) => resolve(code)));
  await new Promise((resolve) => socket.on('open', resolve));
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }));
  await new Promise((resolve) => socket.once('message', resolve));
  await replica.close();
  expect(await closed).toBe(1001);
});
