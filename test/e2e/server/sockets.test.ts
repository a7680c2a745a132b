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

it('closes a socket when its token expires', async () => {
  // It must still be good when the socket opens.
  const token = await environment.tokens.issue({ ...technician, expiresIn: '5s' });
  expect(await open(token)).toEqual({ code: 4403, reason: 'The token has expired: connect with a new one.' });
});

it('rejects a request without a token before it reads the body', async () => {
  const response = await fetch(environment.app.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{ this is no JSON',
  });
  expect(response.status).toBe(401);
});

it('reports liveness and readiness', async () => {
  const at = (path: string) => fetch(new URL(path, environment.app.url)).then(({ status }) => status);
  expect(await at('/healthz')).toBe(200);
  expect(await at('/readyz')).toBe(200);
});

it('asks clients to reconnect their sockets when it stops', async () => {
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
