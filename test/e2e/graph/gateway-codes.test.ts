import { beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { openStream } from '../../support/event-stream.js';
import { openSocket } from '../../support/live.js';

const json = 'application/json';
const changed = 'subscription { bitdefenderThreatChanged { cursor } }';
const needsVariable = 'query ($id: ID!) { bitdefenderThreat(id: $id) { id } }';
const aliases = (count: number) => Array.from({ length: count }, (_, number) => `a${number}: id`).join(' ');
const rows = (selection: string) =>
  `client { bitdefender { devices(first: 100) { edges { node { ${selection} } } } } }`;

describe('what the gateway answers with a code', () => {
  let environment: TestEnvironment;
  let url: string;

  beforeAll(async () => {
    environment = await testEnvironment({ gateway: true });
    url = environment.gateway?.url ?? '';
  });

  async function post(body: object, accept?: string) {
    const authorization = `Bearer ${await environment.tokens.issue(technician)}`;
    const headers = { authorization, 'content-type': json, ...(accept !== undefined && { accept }) };
    return fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  }
  const codesOf = ({ errors = [] }: Answer<unknown>) => [...new Set(errors.map(({ extensions }) => extensions?.code))];

  /** The codes of an answer over WebSocket, on which something else is answered afterwards. */
  async function codesOnSocket(query: string, more: object) {
    const socket = await openSocket(environment, technician, { lazy: false });
    const ask = (text: string, rest: object = {}) =>
      new Promise<unknown>((resolve) =>
        socket.subscribe({ query: text, ...rest }, { next: resolve, error: resolve, complete: () => undefined }),
      );
    const answer = await ask(query, more);
    expect(await ask('{ __typename }')).toEqual({ data: { __typename: 'Query' } });
    await socket.dispose();
    return codesOf((Array.isArray(answer) ? { errors: answer } : answer) as Answer<unknown>);
  }

  it.each<[string, string, object, string]>([
    ['that does not parse', '{ bitdefenderThreats { edges', {}, 'GRAPHQL_PARSE_FAILED'],
    ['with an unknown field', '{ nothing }', {}, 'GRAPHQL_VALIDATION_FAILED'],
    ['with an unknown type', 'query ($x: Nothing) { client(id: $x) { id } }', {}, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'with two operations and no name',
      'query A { __typename } query B { __typename }',
      {},
      'OPERATION_RESOLUTION_FAILURE',
    ],
    ['without a required variable', needsVariable, {}, 'BAD_USER_INPUT'],
    ['with a variable of the wrong type', needsVariable, { variables: { id: {} } }, 'BAD_USER_INPUT'],
    [
      'for a subscription without its variable',
      'subscription ($id: ID!) { bitdefenderSyncProgressed(runId: $id) { id } }',
      {},
      'BAD_USER_INPUT',
    ],
  ])('is a request %s: as 400 over HTTP, and over WebSocket', async (_what, query, more, code) => {
    const response = await post({ query, ...more }, 'application/graphql-response+json');
    const answer = (await response.json()) as Answer<unknown>;
    expect({ status: response.status, codes: codesOf(answer), data: answer.data ?? null }).toEqual({
      ...{ status: 400, codes: [code], data: null },
    });
    expect(await codesOnSocket(query, more)).toEqual([code]);
  });

  it.each([
    ['with too many aliases', `bitdefenderThreats { edges { node { ${aliases(101)} } } }`],
    ['that could give too much', `bitdefenderDevices(first: 100) { edges { node { ${rows(rows('id'))} } } }`],
  ])('is a field of the subgraph %s, beside those of core', async (_what, field) => {
    const query = `{ ${field} clients(first: 1) { edges { cursor } } }`;
    const answer = await environment.ask<Record<string, unknown>>(technician, query);
    const [name = ''] = field.split(/[ (]/);
    expect(answer.errors?.map(({ path, extensions }) => ({ path, code: extensions?.code }))).toEqual([
      { path: [name], code: 'REQUEST_TOO_LARGE' },
    ]);
    expect(answer.data).toEqual({ [name]: null, clients: { edges: [] } });
    expect(await codesOnSocket(query, {})).toEqual(['REQUEST_TOO_LARGE']);
  });

  it.each<[string, object]>([
    [json, {}],
    ['application/graphql-response+json', {}],
    ['multipart/mixed', {}],
    ['multipart/mixed;boundary="graphql";subscriptionSpec=1.0,application/json', {}],
    [
      'application/json;callbackSpec=1.0',
      { subscription: { callbackUrl: 'http://127.0.0.1:9/callback', subscriptionId: '1', verifier: 'v' } },
    ],
  ])('is a subscription where %s is accepted', async (accept, extensions) => {
    const response = await post({ query: changed, extensions }, accept);
    expect(response.status).toBe(406);
    expect(response.headers.get('content-type')).toContain(json);
    expect(await response.json()).toEqual({
      errors: [
        {
          message: expect.stringMatching('Use WebSocket .* server-sent events'),
          extensions: { code: 'SUBSCRIPTION_TRANSPORT' },
        },
      ],
    });
    expect(environment.logged()).not.toMatch(/"level":(50|60)/);
  });

  it('is not a subscription where events are accepted', async () => {
    for (const accept of ['text/event-stream', '*/*', `${json}, text/event-stream`]) {
      const stream = await openStream(environment, technician, { query: changed, url, accept });
      expect(stream.status).toBe(200);
      expect(stream.headers.get('content-type')).toContain('text/event-stream');
      stream.leave();
    }
  });
});
