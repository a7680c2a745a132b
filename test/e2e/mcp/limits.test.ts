import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeAll, describe, expect, it } from 'vitest';
import { admin, eventually, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';

let environment: TestEnvironment;
const list = { jsonrpc: '2.0', id: 1, method: 'tools/list' };
const call = { jsonrpc: '2.0', id: 2, method: 'tools/call', params: { name: 'list_people', arguments: {} } };

beforeAll(async () => {
  environment = await testEnvironment({ gateway: true, requestLimits: { personPerMinute: 5 } });
});

/** Sends one message as it stands. */
async function send(
  identity: typeof admin,
  message: unknown,
  url = environment.gateway?.mcpUrl ?? '',
  signal?: AbortSignal,
) {
  return fetch(url, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await environment.tokens.issue(identity)}`,
      accept: 'application/json, text/event-stream',
      'content-type': 'application/json',
    },
    body: typeof message === 'string' ? message : JSON.stringify(message),
    ...(signal && { signal }),
  });
}

describe('messages of assistants', () => {
  it('count as requests of their person', async () => {
    const statuses = [];
    for (let number = 0; number < 6; number += 1) statuses.push((await send(technician, list)).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
  });

  it.each([
    ['several at once', [list, list], 400],
    ['what is no JSON', '{', 400],
    ['what is no message', { hello: 1 }, 400],
    ['one of more than 64 kB', { ...list, params: { cursor: 'x'.repeat(70_000) } }, 413],
  ])('are refused: %s', async (what, message, status) => {
    const response = await send({ ...admin, subject: what.replaceAll(' ', '-') }, message);
    expect(response.status).toBe(status);
    expect(await response.text()).not.toMatch(/node_modules|x{20}/);
  });

  it('are not served without a router to send them to', async () => {
    const replica = await environment.startReplica({ mcpGraphUrl: undefined });
    const response = await send(admin, list, new URL('/mcp', replica.url).href);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { message: expect.stringContaining('MCP_GRAPH_URL') } });
  });

  it('end the request to the graph when nobody waits for the answer', async () => {
    let asked = 0;
    let ended = 0;
    const silent = createServer((request) => {
      asked += 1;
      request.socket.once('close', () => {
        ended += 1;
      });
    });
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    const replica = await environment.startReplica({ mcpGraphUrl: `http://127.0.0.1:${port}/graphql` });
    const leaving = new AbortController();
    const sent = send({ ...admin, subject: 'leaver' }, call, new URL('/mcp', replica.url).href, leaving.signal);
    sent.catch(() => undefined);
    await eventually(async () => asked === 1);
    leaving.abort();
    await expect(sent).rejects.toThrow();
    await eventually(async () => ended === 1);
    silent.closeAllConnections();
    await new Promise((resolve) => silent.close(resolve));
  });
});
