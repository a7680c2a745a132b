import { createClient } from 'graphql-ws';
import { beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { composeSupergraph } from '../../../demo/gateway/compose.js';
import { startGateway } from '../../../demo/gateway/gateway.js';
import type { Identity } from '../../../demo/tokens.js';
import { openDatabase } from '../../../src/database/database.js';
import { socketLimits } from '../../../src/server/socket-limits.js';
import { refuse } from '../../../src/server/token-refusals.js';
import { atEndOfFile } from '../../support/end-of-file.js';
import { eventually, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { type OpenStream, openStream } from '../../support/event-stream.js';
import { plantedThreat, plantThreats } from '../../support/threats.js';

const changed = 'subscription { bitdefenderThreatChanged { cursor threat { id note } } }';
const settings = '{ bitdefenderSettings { portalEnabled } }';
const triage = `mutation ($input: TriageBitdefenderThreatsInput!) {
  triageBitdefenderThreats(input: $input) { userErrors { code } } }`;
const json = 'application/json';

describe('an operation over each transport', () => {
  let environment: TestEnvironment;
  const threat = plantedThreat({ tenantId: 'msp-one' });
  const foreign = plantedThreat({ tenantId: 'msp-two' });
  const someone = (subject: string): Identity => ({ ...technician, subject });

  beforeAll(async () => {
    environment = await testEnvironment();
    await plantThreats(environment.database, [threat, foreign]);
  });

  const note = (text: string, of = threat, tenantId = 'msp-one') =>
    environment.data({ ...technician, tenantId }, triage, { input: { ids: [of.id], decision: 'NOTE', note: text } });
  const notesOf = ({ events }: OpenStream) =>
    events.flatMap(({ data }) => (data?.data?.bitdefenderThreatChanged as { threat: { note: string } })?.threat.note);

  /** Changes the threat until the stream has an event: a change before it listens is not its own. */
  async function heard(stream: OpenStream, text: string) {
    let number = 0;
    return eventually(async () => {
      await note(`${text} ${++number}`);
      await new Promise((resolve) => setTimeout(resolve, 200));
      return notesOf(stream).some((each) => each?.startsWith(text));
    }, 20);
  }

  async function post(accept: string | null, body: object) {
    const authorization = `Bearer ${await environment.tokens.issue(technician)}`;
    return fetch(environment.app.url, {
      method: 'POST',
      headers: { authorization, 'content-type': json, ...(accept !== null && { accept }) },
      body: JSON.stringify(body),
    });
  }

  it.each<[string | null, string, object]>([
    [json, 'in a single answer', {}],
    [null, 'in a single answer', {}],
    ['*/*', 'in a single answer', {}],
    ['application/graphql-response+json', 'in a single answer', {}],
    ['multipart/mixed', 'as multipart/mixed', {}],
    ['multipart/mixed;boundary="graphql";subscriptionSpec=1.0,application/json', 'as multipart/mixed', {}],
    ['application/json;callbackSpec=1.0', 'by HTTP callback', {}],
    [
      'application/json;callbackSpec=1.0',
      'by HTTP callback',
      { subscription: { callbackUrl: 'http://127.0.0.1:9/callback', subscriptionId: '1', verifier: 'v' } },
    ],
  ])('refuses a subscription with a code when %s is accepted', async (accept, wanted, extensions) => {
    const response = await post(accept, { query: changed, extensions });
    expect(response.status).toBe(406);
    expect(response.headers.get('content-type')).toContain('application/json');
    expect(await response.json()).toEqual({
      errors: [
        expect.objectContaining({
          message: expect.stringMatching(`A subscription is not served ${wanted}. Use WebSocket .* server-sent events`),
          extensions: { code: 'SUBSCRIPTION_TRANSPORT' },
        }),
      ],
    });
    expect(environment.logged()).not.toMatch(/"level":(50|60)/);
  });

  it('refuses a subscription over GET with the same code', async () => {
    const { status, events } = await openStream(environment, technician, {
      query: changed,
      accept: json,
      method: 'GET',
    });
    expect({ status, events }).toEqual({ status: 406, events: [] });
  });

  it.each(['POST', 'GET'] as const)(
    'serves the events of a subscription as server-sent events over %s',
    async (method) => {
      const stream = await openStream(environment, technician, { query: changed, method });
      expect(stream.status).toBe(200);
      expect(stream.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
      expect(stream.headers.get('cache-control')).toBe('no-store');
      await heard(stream, `heard over ${method}`);
      const text = `not for ${method}`;
      await note(text, foreign, 'msp-two');
      await note(`${method} is last`);
      await eventually(async () => notesOf(stream).includes(`${method} is last`));
      expect(notesOf(stream)).not.toContain(text);
      expect(stream.ended()).toBe(false);
      stream.leave();
    },
  );

  it('serves a subscription as events where a client accepts JSON as well', async () => {
    const stream = await openStream(environment, technician, {
      query: changed,
      accept: 'application/graphql-response+json, application/json, text/event-stream, multipart/mixed',
    });
    await heard(stream, 'one of several');
    stream.leave();
  });

  it('answers queries and mutations as JSON where a client accepts both', async () => {
    const response = await post(`${json}, text/event-stream`, { query: settings });
    expect(await response.json()).toEqual({ data: { bitdefenderSettings: { portalEnabled: false } } });
  });

  it('answers a query and a mutation with one event where nothing else is accepted', async () => {
    const read = await openStream(environment, technician, { query: settings });
    await eventually(async () => read.ended());
    const data = { bitdefenderSettings: { portalEnabled: false } };
    expect(read.events).toEqual([
      { event: 'next', data: { data } },
      { event: 'complete', data: null },
    ]);
    const input = { ids: [threat.id], decision: 'NOTE', note: 'by an event' };
    const written = await openStream(environment, technician, { query: triage, variables: { input } });
    await eventually(async () => written.ended());
    expect(written.events[0]?.data).toEqual({ data: { triageBitdefenderThreats: { userErrors: [] } } });
  });

  it('changes nothing over GET', async () => {
    const input = { ids: [threat.id], decision: 'NOTE', note: 'over GET' };
    const stream = await openStream(environment, technician, { query: triage, variables: { input }, method: 'GET' });
    expect(stream.status).toBe(400);
    const { rows } = await environment.database.query('select note from threat where id = $1', [threat.id]);
    expect(rows[0].note).not.toBe('over GET');
  });

  it.each([
    ['an unknown field', 'subscription { nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['half a document', 'subscription {', 'GRAPHQL_PARSE_FAILED'],
    [
      'a cursor that is too long',
      `subscription { bitdefenderThreatDetected(after: "${'x'.repeat(5_000)}") { cursor } }`,
      'TOO_LONG',
    ],
  ])('ends a stream with the code of its error when it has %s', async (_what, query, code) => {
    const stream = await openStream(environment, technician, { query });
    await eventually(async () => stream.ended());
    expect(stream.events.at(-1)?.event).toBe('complete');
    expect(stream.events[0]?.data?.errors?.[0]?.extensions?.code).toBe(code);
  });

  it('refuses a portal user in a stream', async () => {
    const customer: Identity = { subject: 'pia', roles: ['portal'], tenantId: 'msp-one', clientId: 'client-1' };
    const stream = await openStream(environment, customer, { query: changed });
    await eventually(async () => stream.ended());
    expect(stream.events[0]?.data?.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  });

  it('refuses a stream without a token, and one whose body is not GraphQL', async () => {
    const headers = { accept: 'text/event-stream', 'content-type': json };
    const anonymous = await fetch(environment.app.url, { method: 'POST', headers, body: '{' });
    expect(anonymous.status).toBe(401);
    const response = await post('text/event-stream', { nothing: true });
    expect(response.status).toBe(400);
    expect((await response.json()).errors[0].extensions.code).toBe('BAD_REQUEST');
  });

  it('limits the streams of one person, and lets another in when one ends', async () => {
    const person = someone('greedy');
    const open = () => openStream(environment, person, { query: changed });
    const streams: OpenStream[] = [];
    for (let count = 0; count < socketLimits.ofPerson; count += 1) streams.push(await open());
    expect(streams.every(({ status }) => status === 200)).toBe(true);
    expect((await open()).status).toBe(429);
    // They last, and take no turns of requests.
    await environment.data(person, settings);
    expect((await openStream(environment, someone('modest'), { query: changed })).status).toBe(200);
    streams[0]?.leave();
    await eventually(async () => (await open()).status === 200);
    for (const stream of streams) stream.leave();
  });

  it('ends a stream without completing it when its token expires', async () => {
    const stream = await openStream(environment, { ...technician, expiresIn: '5s' }, { query: changed });
    await eventually(async () => stream.ended());
    expect(stream.events.map(({ event }) => event)).not.toContain('complete');
    expect(stream.events.at(-1)?.data?.errors).toEqual([
      { message: 'The token has expired: connect with a new one.', extensions: { code: 'UNAUTHENTICATED' } },
    ]);
  });

  it('ends the streams of a person who is refused', async () => {
    const stream = await openStream(environment, someone('refused'), { query: changed });
    const database = openDatabase(environment.app.databaseUrl, {});
    atEndOfFile(() => database.close());
    await refuse(database.query, { kind: 'SUBJECT', value: 'refused' }, 'left');
    await eventually(async () => stream.ended());
    expect(stream.events.at(-1)?.data?.errors?.[0]?.message).toBe('The token has been refused.');
  });

  it('ends streams at once when it stops', async () => {
    const replica = await environment.startReplica();
    const stream = await openStream(environment, technician, { query: changed, url: replica.url });
    await replica.close();
    await eventually(async () => stream.ended());
    expect(stream.events.map(({ event }) => event)).not.toContain('complete');
  });

  it('logs and counts streams as such', async () => {
    const lines = environment.logged().split('\n');
    const operations = lines.filter((line) => line.includes('"transport":"sse"')).map((line) => JSON.parse(line));
    expect(operations.find(({ operation }) => operation === 'subscription')).toMatchObject({
      fields: ['bitdefenderThreatChanged'],
      events: expect.any(Number),
    });
    expect(environment.logged()).not.toMatch(/"level":(50|60)/);
  });

  it.each(['ws', 'sse'] as const)('delivers events through a gateway that subscribes by %s', async (subscriptions) => {
    const gateway = await startGateway({
      ...{ supergraph: composeSupergraph(), bitdefenderUrl: environment.app.url, coreUrl: environment.core.url },
      subscriptions,
    });
    atEndOfFile(() => gateway.close());
    const stream = await openStream(environment, technician, { query: changed, url: gateway.url });
    await heard(stream, `through ${subscriptions}`);
    const authorization = `Bearer ${await environment.tokens.issue(technician)}`;
    const client = createClient({ url: gateway.wsUrl, webSocketImpl: WebSocket, connectionParams: { authorization } });
    const events: string[] = [];
    client.subscribe(
      { query: changed },
      { next: (event) => events.push(JSON.stringify(event)), error: () => undefined, complete: () => undefined },
    );
    await eventually(async () => {
      await note(`a socket over ${subscriptions}`);
      await note(`again over ${subscriptions}`);
      return events.some((event) => event.includes(`over ${subscriptions}`));
    }, 20);
    await client.dispose();
    stream.leave();
    expect((await environment.ask(technician, settings, {}, gateway.url)).data).toEqual({
      bitdefenderSettings: { portalEnabled: false },
    });
  });
});
