import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { beforeAll, describe, expect, it } from 'vitest';
import { atEndOfFile } from '../../support/end-of-file.js';
import {
  admin,
  eventually,
  everySecond,
  type TestEnvironment,
  technician,
  testEnvironment,
} from '../../support/environment.js';
import { addBakery, connectSimulator, mapByBdId } from '../../support/msp.js';
import { pathOf, type RecordedTelemetry, recordTelemetry, traceOf } from '../../support/telemetry.js';

const threats = '{ bitdefenderThreats { edges { node { id device { id } } } } }';

describe('traces', () => {
  let telemetry: RecordedTelemetry;
  let environment: TestEnvironment;
  /** What all servers of this process were sent: core's stand-in and the simulator are among them. */
  const received: { host: string | undefined; traceparent: unknown }[] = [];

  beforeAll(async () => {
    const onRequest = (message: unknown) => {
      const { headers } = (message as { request: IncomingMessage }).request;
      received.push({ host: headers.host, traceparent: headers.traceparent });
    };
    subscribe('http.server.request.start', onRequest);
    atEndOfFile(() => unsubscribe('http.server.request.start', onRequest));
    telemetry = await recordTelemetry();
    environment = await testEnvironment({ tick: everySecond });
    const bakery = addBakery(environment);
    environment.gravityZone.world.addIncident({ ...bakery, name: 'Trojan.Oven', severityScore: 95 });
    await connectSimulator(environment);
    await mapByBdId(environment, { [bakery.companyId]: bakery.clientId });
    await eventually(async () => environment.core.tickets.length === 1);
  });

  /** The ended spans of this name, once there is one. */
  const ended = (name: string) =>
    eventually(async () => {
      const found = telemetry.spans().filter((span) => span.name === name);
      return found.length > 0 && found;
    });

  it('leads from a tick through run, streams and delivery to core', async () => {
    const [call] = await ended('core BitdefenderCreateTicket');
    if (call === undefined) throw new Error('No call was recorded.');
    await eventually(async () => pathOf(telemetry.spans(), call).includes('tick due'));
    const spans = telemetry.spans();
    expect(pathOf(spans, call)).toEqual(['job deliver', 'stream INCIDENTS', 'job run', 'tick due']);
    const names = new Set(traceOf(spans, call).map(({ name }) => name));
    for (const stream of ['INVENTORY', 'MATCHING', 'INCIDENTS', 'QUARANTINE', 'DETAILS'])
      expect(names).toContain(`stream ${stream}`);
    expect(names).toContain('gravityzone getIncidentsList');
    expect(names).toContain('insert threat');
  });

  it('leads from a GraphQL request through its statements, continuing the trace of the caller', async () => {
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const response = await fetch(environment.app.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await environment.tokens.issue(technician)}`,
        traceparent: `00-${traceId}-b7ad6b7169203331-01`,
      },
      body: JSON.stringify({ query: `query Ours ${threats}` }),
    });
    expect(await response.json()).toMatchObject({ data: { bitdefenderThreats: { edges: [{}] } } });
    const spans = await eventually(async () => {
      const found = telemetry.spans().filter((span) => span.spanContext().traceId === traceId);
      return found.some(({ name }) => name.startsWith('POST')) && found;
    });
    const request = spans.find(({ name }) => name === 'POST /graphql query');
    expect(request?.parentSpanContext?.spanId).toBe('b7ad6b7169203331');
    expect(request?.attributes).toMatchObject({
      'graphql.operation.type': 'query',
      'graphql.root_fields': ['bitdefenderThreats'],
      'http.response.status_code': 200,
    });
    const statement = spans.find(({ attributes }) => /\bfrom threat\b/.test(String(attributes['db.query.text'])));
    expect(statement?.name).toMatch(/^select \w+$/);
    expect(statement?.parentSpanContext?.spanId).toBe(request?.spanContext().spanId);
    expect(statement?.attributes['db.query.text']).toMatch(/tenant_id = \$\d/);
  });

  it('records what failed by its code, without the text of the error', async () => {
    environment.gravityZone.faults.add({ kind: 'serverErrorJson', times: Number.POSITIVE_INFINITY });
    await environment.data(
      admin,
      'mutation ($input: TestBitdefenderIntegrationInput!) { testBitdefenderIntegration(input: $input) { test { ok } } }',
      {
        input: {
          endpoint: environment.gravityZone.url,
          apiKey: environment.gravityZone.addKey(),
          caCertificate: environment.gravityZone.caCertificate,
        },
      },
    );
    environment.gravityZone.faults.clear();
    const failed = telemetry.spans().find((span) => span.attributes['error.type'] === 'SERVER_ERROR');
    expect(failed?.name).toMatch(/^gravityzone \w+$/);
    expect(failed?.status).toEqual({ code: 2 });
    expect(failed?.events).toEqual([]);
  });

  it('sends the ids of the trace to core, and not to GravityZone', async () => {
    const sentTo = (url: string) => received.filter(({ host }) => host === new URL(url).host);
    expect(sentTo(environment.core.url).some(({ traceparent }) => traceparent !== undefined)).toBe(true);
    expect(sentTo(environment.gravityZone.url)).not.toHaveLength(0);
    expect(sentTo(environment.gravityZone.url).filter(({ traceparent }) => traceparent !== undefined)).toEqual([]);
  });
});
