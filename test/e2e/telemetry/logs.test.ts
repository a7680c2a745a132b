import { beforeAll, describe, expect, it } from 'vitest';
import { admin, eventually, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { listen } from '../../support/live.js';
import { recordTelemetry } from '../../support/telemetry.js';
import { plantedThreat, plantThreats } from '../../support/threats.js';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const query =
  'query MyOperation($text: String) { bitdefenderThreats(filter: { search: $text }) { edges { node { id } } } }';

interface Line {
  msg: string;
  level: number;
  requestId?: string;
  trace_id?: string;
  [field: string]: unknown;
}

const triage = `mutation ($input: TriageBitdefenderThreatsInput!) {
  triageBitdefenderThreats(input: $input) { userErrors { code } } }`;

describe('the log', () => {
  let environment: TestEnvironment;

  beforeAll(async () => {
    await recordTelemetry();
    environment = await testEnvironment();
  });

  const post = async (headers: Record<string, string>, url = environment.app.url) =>
    fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await environment.tokens.issue(technician)}`,
        ...headers,
      },
      body: JSON.stringify({ query, variables: { text: 'a secret text' } }),
    });
  const lines = () =>
    environment
      .logged()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);
  const lineWith = (matches: (line: Line) => boolean) => eventually(async () => lines().find(matches));

  it('has a line for each request, with the ids of request and trace', async () => {
    const response = await post({
      'x-request-id': 'from-the-caller',
      traceparent: `00-${traceId}-b7ad6b7169203331-01`,
    });
    await response.text();
    expect(response.headers.get('x-request-id')).toBe('from-the-caller');
    const line = await lineWith(({ requestId, msg }) => requestId === 'from-the-caller' && msg === 'request');
    expect(line).toMatchObject({
      ...{ level: 30, trace_id: traceId, method: 'POST', route: '/graphql', status: 200 },
      ...{ operation: 'query', fields: ['bitdefenderThreats'], outcome: 'ok' },
      ...{ milliseconds: expect.any(Number), bytes: expect.any(Number) },
    });
    expect(line.bytes).toBeGreaterThan(50);
  });

  it('makes a request id when the given one has no safe form', async () => {
    const response = await post({ 'x-request-id': 'two words' });
    await response.text();
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('holds no query, variable, operation name, token or path of an export', async () => {
    const token = await environment.tokens.issue(admin);
    await (await fetch(new URL('/exports/sealed-secret', environment.app.url))).text();
    const { data } = await environment.ask<{ exportBitdefenderThreats: { url: string } }>(
      admin,
      '{ exportBitdefenderThreats { url } }',
    );
    const url = String(data?.exportBitdefenderThreats.url);
    await (await fetch(url)).text();
    const sealed = url.split('/exports/').at(-1)?.split('~') ?? [];
    expect(sealed).toHaveLength(2);
    await lineWith(({ route }) => route === '/exports');
    for (const text of ['a secret text', 'MyOperation', 'edges', 'sealed-secret', token.slice(-40), ...sealed])
      expect(environment.logged()).not.toContain(text);
  });

  it('has a line for each operation over WebSocket when it ends', async () => {
    const listener = await listen(
      environment,
      technician,
      'bitdefenderThreatChanged',
      'subscription { bitdefenderThreatChanged(filter: { minimumSeverity: UNKNOWN, status: ALL }) { kind } }',
    );
    // It has begun once it brings an event: nothing else says so.
    const threat = plantedThreat({ tenantId: 'msp-one' });
    await plantThreats(environment.database, [threat]);
    await eventually(async () => {
      await environment.data(technician, triage, { input: { ids: [threat.id], decision: 'NOTE', note: 'Looked at.' } });
      return listener.events.length > 0;
    });
    await listener.leave();
    const line = await lineWith(({ msg }) => msg === 'operation');
    expect(line).toMatchObject({
      ...{ transport: 'websocket', operation: 'subscription', fields: ['bitdefenderThreatChanged'], outcome: 'ok' },
      ...{
        events: expect.toSatisfy((events: number) => events > 0),
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
    });
  });

  it('gives other lines of a request the same ids', async () => {
    await environment.database.query('alter table threat rename to hidden');
    const response = await post({ 'x-request-id': 'that-fails', traceparent: `00-${traceId}-b7ad6b7169203331-01` });
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }] });
    await environment.database.query('alter table hidden rename to threat');
    expect(await lineWith(({ msg }) => msg === 'a request failed')).toMatchObject({
      requestId: 'that-fails',
      trace_id: traceId,
    });
    expect(await lineWith(({ requestId, msg }) => requestId === 'that-fails' && msg === 'request')).toMatchObject({
      outcome: 'failed',
    });
  });

  it('has no line for requests when the access log is off', async () => {
    const quiet = await environment.startReplica({ accessLog: false });
    const before = lines().filter(({ msg }) => msg === 'request').length;
    await (await post({ 'x-request-id': 'quiet' }, quiet.url)).text();
    await (await post({ 'x-request-id': 'loud' })).text();
    await lineWith(({ requestId }) => requestId === 'loud');
    expect(lines().filter(({ msg }) => msg === 'request')).toHaveLength(before + 1);
  });
});
