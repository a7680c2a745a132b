import { beforeAll, describe, expect, it } from 'vitest';
import type { Identity } from '../../../demo/tokens.js';
import { admin, eventually, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { openSocket } from '../../support/live.js';

const question = '{ bitdefenderIntegrations { id } }';
const change = 'mutation { updateBitdefenderSettings(input: { portalEnabled: true }) { userErrors { code } } }';
const of = (subject: string, tenantId = 'msp-one'): Identity => ({ ...technician, subject, tenantId });

async function send(environment: TestEnvironment, identity: Identity, query = question) {
  const response = await fetch(environment.app.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await environment.tokens.issue(identity)}`,
    },
    body: JSON.stringify({ query }),
  });
  const answer = (await response.json()) as { errors?: { extensions: { code: string } }[] };
  return {
    status: response.status,
    code: answer.errors?.[0]?.extensions.code ?? null,
    retryAfter: response.headers.get('retry-after'),
  };
}

describe('the requests of a minute', () => {
  let environment: TestEnvironment;

  beforeAll(async () => {
    environment = await testEnvironment({ requestLimits: { personPerMinute: 3, tenantPerMinute: 5 } });
  });

  it('are limited for each person and for the tenant, and not for its neighbour', async () => {
    for (let count = 0; count < 3; count += 1) expect((await send(environment, of('one'))).status).toBe(200);
    const refused = await send(environment, of('one'));
    expect(refused).toMatchObject({ status: 429, code: 'TOO_MANY_REQUESTS' });
    expect(Number(refused.retryAfter)).toBeGreaterThan(0);
    expect(Number(refused.retryAfter)).toBeLessThanOrEqual(60);
    // What was refused is not counted for the tenant.
    for (let count = 0; count < 2; count += 1) expect((await send(environment, of('two'))).status).toBe(200);
    expect(await send(environment, of('three'))).toMatchObject({ status: 429, code: 'TOO_MANY_REQUESTS' });
    expect((await send(environment, of('one', 'msp-two'))).status).toBe(200);
  });

  it('count operations over WebSocket too', async () => {
    const socket = await openSocket(environment, of('socket', 'msp-three'));
    const codes = [];
    for (let count = 0; count < 4; count += 1)
      codes.push(
        await new Promise((resolve) =>
          socket.subscribe(
            { query: question },
            {
              next: () => resolve(null),
              error: (errors) => resolve((errors as { extensions?: { code: string } }[])[0]?.extensions?.code),
              complete: () => undefined,
            },
          ),
        ),
      );
    expect(codes).toEqual([null, null, null, 'TOO_MANY_REQUESTS']);
  });
});

describe('requests at the same time', () => {
  it('wait for their turn in a tenant, and are refused beyond what one person may have', async () => {
    const environment = await testEnvironment({ requestLimits: { personAtOnce: 3, tenantAtOnce: 2 } });
    const { database } = environment;
    await database.query('begin');
    await database.query("select pg_advisory_xact_lock(hashtextextended('msp-one', 0))");
    const held = [send(environment, admin, change), send(environment, { ...admin, subject: 'other' }, change)];
    await eventually(async () => {
      const { rows } = await database.query("select from pg_locks where locktype = 'advisory' and not granted");
      return rows.length > 0;
    });
    const codes: (string | null)[] = [];
    const patient = [1, 2, 3, 4].map(async () => {
      const { code } = await send(environment, of('patient'));
      codes.push(code);
    });
    await eventually(async () => codes.length > 0);
    expect((await send(environment, of('patient', 'msp-two'))).status).toBe(200);
    expect(codes).toEqual(['BUSY']);
    await database.query('rollback');
    await Promise.all(patient);
    expect(codes).toEqual(['BUSY', null, null, null]);
    for (const each of held) expect(await each).toMatchObject({ status: 200, code: null });
  });
});
