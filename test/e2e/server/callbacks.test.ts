import { beforeAll, describe, expect, it } from 'vitest';
import type { Identity } from '../../../demo/tokens.js';
import { openDatabase } from '../../../src/database/database.js';
import { socketLimits } from '../../../src/server/socket-limits.js';
import { refuse } from '../../../src/server/token-refusals.js';
import {
  type CallbackExtension,
  type CallbackReceiver,
  startCallbackReceiver,
} from '../../support/callback-receiver.js';
import { atEndOfFile } from '../../support/end-of-file.js';
import { eventually, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { plantedThreat, plantThreats } from '../../support/threats.js';

const changed = 'subscription { bitdefenderThreatChanged { cursor threat { id note } } }';
const triage = `mutation ($input: TriageBitdefenderThreatsInput!) {
  triageBitdefenderThreats(input: $input) { userErrors { code } } }`;

describe('a subscription by HTTP callback', () => {
  let environment: TestEnvironment;
  let router: CallbackReceiver;
  const threat = plantedThreat({ tenantId: 'msp-one' });
  const foreign = plantedThreat({ tenantId: 'msp-two' });
  const someone = (subject: string): Identity => ({ ...technician, subject });

  beforeAll(async () => {
    router = await startCallbackReceiver();
    environment = await testEnvironment({ callbacks: { urls: [router.url] } });
    await plantThreats(environment.database, [threat, foreign]);
  });

  async function subscribe(
    extension: object | undefined,
    {
      identity = technician,
      query = changed,
      url = environment.app.url,
      accept = 'application/json;callbackSpec=1.0',
    } = {},
  ) {
    const authorization = `Bearer ${await environment.tokens.issue(identity)}`;
    const response = await fetch(url, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json', accept },
      body: JSON.stringify({ query, ...(extension && { extensions: { subscription: extension } }) }),
    });
    return { status: response.status, headers: response.headers, body: await response.json() };
  }

  /** Subscribes with names of its own; returns them. */
  async function subscribed(options?: Parameters<typeof subscribe>[1], changes = {}) {
    const extension = router.subscription(changes);
    const { status, headers, body } = await subscribe(extension, options);
    expect({ status, body }).toEqual({ status: 200, body: { data: null } });
    expect(headers.get('subscription-protocol')).toBe('callback/1.0');
    return extension;
  }

  const note = (text: string, of = threat, tenantId = 'msp-one') =>
    environment.data({ ...technician, tenantId }, triage, { input: { ids: [of.id], decision: 'NOTE', note: text } });
  const messagesOf = (id: string) => router.messages.filter((message) => message.id === id);
  const actionsOf = (id: string) => messagesOf(id).map(({ action }) => action);
  const completed = (id: string) => eventually(async () => messagesOf(id).find(({ action }) => action === 'complete'));
  const notesOf = (id: string) =>
    messagesOf(id).flatMap(
      ({ payload }) =>
        (payload?.data?.bitdefenderThreatChanged as { threat: { note: string } } | undefined)?.threat.note ?? [],
    );
  const heard = (id: string, text: string) => eventually(async () => notesOf(id).includes(text));

  it('asks the router first, then posts each event with its names', async () => {
    const { subscriptionId, verifier } = await subscribed();
    const names = { kind: 'subscription', id: subscriptionId, verifier, protocol: 'callback/1.0' };
    expect(messagesOf(subscriptionId)).toEqual([{ ...names, action: 'check' }]);
    await note('not for msp-one', foreign, 'msp-two');
    await note('first');
    await heard(subscriptionId, 'first');
    await note('second');
    await heard(subscriptionId, 'second');
    expect(notesOf(subscriptionId)).toEqual(['first', 'second']);
    expect(messagesOf(subscriptionId)[1]).toEqual({
      ...names,
      action: 'next',
      payload: {
        data: { bitdefenderThreatChanged: { cursor: expect.any(String), threat: { id: threat.id, note: 'first' } } },
      },
    });
  });

  it('is confirmed once no later event can be missed, and no sooner', async () => {
    const { database } = environment;
    await database.query('begin');
    await database.query('lock table threat_change in access exclusive mode');
    let isConfirmed = false;
    const subscribing = subscribed().finally(() => {
      isConfirmed = true;
    });
    await eventually(async () => {
      const { rows } = await database.query(
        "select from pg_locks where relation = 'threat_change'::regclass and not granted",
      );
      return rows.length > 0;
    });
    // An answer that does not wait for the last event would be there by now.
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(isConfirmed).toBe(false);
    await database.query('rollback');
    const { subscriptionId } = await subscribing;
    await note('right after');
    await heard(subscriptionId, 'right after');
  });

  it('makes one call at a time, and skips what a slow router has not taken', async () => {
    const slow = await subscribed({}, { heartbeatIntervalMs: 1_000 });
    const lively = await subscribed({}, { heartbeatIntervalMs: 1_000 });
    let release = () => {};
    router.beforeAnswer = ({ id, action }) =>
      id === slow.subscriptionId && action === 'next'
        ? new Promise((resolve) => {
            release = resolve;
          })
        : Promise.resolve();
    await note('slow 0');
    await heard(slow.subscriptionId, 'slow 0');
    const before = actionsOf(slow.subscriptionId);
    for (let number = 1; number <= 5; number += 1) await note(`slow ${number}`);
    const heartbeats = actionsOf(lively.subscriptionId).filter((action) => action === 'check').length;
    await eventually(
      async () => actionsOf(lively.subscriptionId).filter((action) => action === 'check').length > heartbeats + 1,
    );
    expect(actionsOf(slow.subscriptionId)).toEqual(before);
    router.beforeAnswer = null;
    release();
    await heard(slow.subscriptionId, 'slow 5');
    expect(notesOf(slow.subscriptionId).length).toBeLessThan(6);
    expect(router.mostAtOnce()).toBe(1);
  });

  it('sends heartbeats while nothing happens, and none where they are off', async () => {
    const silent = await subscribed();
    const lively = await subscribed({}, { heartbeatIntervalMs: 1_000 });
    await eventually(async () => actionsOf(lively.subscriptionId).length >= 4);
    expect(new Set(actionsOf(lively.subscriptionId))).toEqual(new Set(['check']));
    expect(actionsOf(silent.subscriptionId)).toEqual(['check']);
  });

  it('ends without a message when the router has forgotten it', async () => {
    const person = someone('forgotten');
    const { subscriptionId } = await subscribed({ identity: person }, { heartbeatIntervalMs: 1_000 });
    router.forget(subscriptionId);
    await eventually(async () => actionsOf(subscriptionId).length > 1);
    const last = await subscribed();
    await note('after it was forgotten');
    await heard(last.subscriptionId, 'after it was forgotten');
    expect(actionsOf(subscriptionId)).toEqual(['check', 'check']);
  });

  it('repeats a call that failed for a moment', async () => {
    const { subscriptionId } = await subscribed();
    router.answer(subscriptionId, 503);
    await note('repeated');
    await eventually(async () => notesOf(subscriptionId).length === 2);
    expect(notesOf(subscriptionId)).toEqual(['repeated', 'repeated']);
    await note('and on');
    await heard(subscriptionId, 'and on');
  });

  it('ends when the router refuses a call', async () => {
    const { subscriptionId } = await subscribed();
    router.answer(subscriptionId, 400);
    await note('refused by the router');
    await eventually(async () => environment.logged().includes('The router answered with HTTP 400.'));
    const other = await subscribed();
    await note('for the other one');
    await heard(other.subscriptionId, 'for the other one');
    expect(actionsOf(subscriptionId)).toEqual(['check', 'next']);
  });

  it.each([404, 401, 200, 500])('does not start where the router answers the check with %s', async (answer) => {
    const extension = router.subscription();
    router.answer(extension.subscriptionId, ...(answer === 500 ? [500, 500, 500] : [answer]));
    const { status, body } = await subscribe(extension);
    expect({ status, code: body.errors[0].extensions.code }).toEqual({ status: 400, code: 'CALLBACK_REFUSED' });
    await note(`no start after ${answer}`);
    expect(new Set(actionsOf(extension.subscriptionId))).toEqual(new Set(['check']));
  });

  it.each<[string, (url: string) => Partial<CallbackExtension> | undefined]>([
    ['another port', () => ({ callbackUrl: 'http://127.0.0.1:9/callback/1' })],
    ['another host', (url) => ({ callbackUrl: `${url.replace('127.0.0.1', 'localhost')}/1` })],
    ['another path', (url) => ({ callbackUrl: `${url}-of-another/1` })],
    ['a path that climbs', (url) => ({ callbackUrl: `${url}/../secrets` })],
    ['a user', (url) => ({ callbackUrl: `${url.replace('//', '//a:b@')}/1` })],
    ['a query', (url) => ({ callbackUrl: `${url}/1?to=elsewhere` })],
    ['heartbeats that are too fast', () => ({ heartbeatIntervalMs: 5 })],
    ['no verifier', () => ({ verifier: '' })],
    ['no extension', () => undefined],
  ])('calls nobody when the request has %s', async (_what, changes) => {
    const change = changes(router.url);
    const extension = router.subscription(change);
    const { status, body } = await subscribe(change && extension);
    expect({ status, code: body.errors[0].extensions.code }).toEqual({ status: 400, code: 'CALLBACK_REFUSED' });
    expect(messagesOf(extension.subscriptionId)).toEqual([]);
  });

  it('calls nobody at an address that is not allowed', async () => {
    const replica = await environment.startReplica({ callbacks: { urls: [router.url], allowedNetworks: [] } });
    const extension = router.subscription();
    const { status, body } = await subscribe(extension, { url: replica.url });
    expect({ status, errors: body.errors }).toEqual({
      status: 400,
      errors: [
        { message: 'The router could not be reached (FORBIDDEN_ADDRESS).', extensions: { code: 'CALLBACK_REFUSED' } },
      ],
    });
    expect(messagesOf(extension.subscriptionId)).toEqual([]);
  });

  it('answers what is no valid subscription as for any other request', async () => {
    const unknown = await subscribe(router.subscription(), { query: 'subscription { nothing }' });
    expect({ status: unknown.status, code: unknown.body.errors[0].extensions.code }).toEqual({
      status: 400,
      code: 'GRAPHQL_VALIDATION_FAILED',
    });
    const read = await subscribe(router.subscription(), { query: '{ bitdefenderSettings { portalEnabled } }' });
    expect(read.body).toEqual({ data: { bitdefenderSettings: { portalEnabled: false } } });
  });

  it.each<[string, string, Identity, string]>([
    [
      'nothing that exists',
      'subscription { bitdefenderSyncProgressed(runId: "nope") { id } }',
      technician,
      'NOT_FOUND',
    ],
    [
      'more than its person may',
      changed,
      { subject: 'pia', roles: ['portal'], tenantId: 'msp-one', clientId: 'client-1' },
      'FORBIDDEN',
    ],
  ])('completes after an error when it asks for %s', async (_what, query, identity, code) => {
    const { subscriptionId } = await subscribed({ query, identity });
    await completed(subscriptionId);
    expect(actionsOf(subscriptionId)).toEqual(['check', 'next', 'complete']);
    expect(messagesOf(subscriptionId)[1]?.payload?.errors?.[0]?.extensions?.code).toBe(code);
  });

  it('completes with an error when its token expires', async () => {
    const { subscriptionId } = await subscribed({ identity: { ...technician, expiresIn: '5s' } });
    expect((await completed(subscriptionId)).errors).toEqual([
      { message: 'The token has expired: connect with a new one.', extensions: { code: 'UNAUTHENTICATED' } },
    ]);
    await note('after the token');
    expect(notesOf(subscriptionId)).not.toContain('after the token');
  });

  it('completes with an error when its person is refused', async () => {
    const { subscriptionId } = await subscribed({ identity: someone('refused') });
    const database = openDatabase(environment.app.databaseUrl, {});
    atEndOfFile(() => database.close());
    await refuse(database.query, { kind: 'SUBJECT', value: 'refused' }, 'left');
    expect((await completed(subscriptionId)).errors?.[0]?.message).toBe('The token has been refused.');
  });

  it('completes with an error when the service stops', async () => {
    const replica = await environment.startReplica();
    const { subscriptionId } = await subscribed({ url: replica.url });
    await replica.close();
    expect(messagesOf(subscriptionId).at(-1)).toMatchObject({
      action: 'complete',
      errors: [{ message: 'The service is stopping: subscribe again.', extensions: { code: 'UNAVAILABLE' } }],
    });
  });

  it('counts as a connection of its person until it ends', async () => {
    const person = someone('greedy');
    const first = await subscribed({ identity: person }, { heartbeatIntervalMs: 1_000 });
    for (let count = 1; count < socketLimits.ofPerson; count += 1) await subscribed({ identity: person });
    const { status, body } = await subscribe(router.subscription(), { identity: person });
    expect({ status, code: body.errors[0].extensions.code }).toEqual({ status: 429, code: 'TOO_MANY_AT_ONCE' });
    router.forget(first.subscriptionId);
    await eventually(async () => (await subscribe(router.subscription(), { identity: person })).status === 200);
  });

  it('is refused where no routers are listed', async () => {
    const replica = await environment.startReplica({ callbacks: { urls: [], allowedNetworks: [] } });
    const extension = router.subscription();
    const { status, body } = await subscribe(extension, { url: replica.url });
    expect({ status, code: body.errors[0].extensions.code }).toEqual({ status: 406, code: 'SUBSCRIPTION_TRANSPORT' });
    expect(messagesOf(extension.subscriptionId)).toEqual([]);
  });

  it('is logged as such, and logs no verifier, address or token', async () => {
    const lines = environment
      .logged()
      .split('\n')
      .filter((line) => line.includes('"transport":"callback"'));
    expect(lines.map((line) => JSON.parse(line)).find(({ events }) => events > 0)).toMatchObject({
      operation: 'subscription',
      fields: ['bitdefenderThreatChanged'],
    });
    for (const { verifier, id } of router.messages) {
      expect(environment.logged()).not.toContain(verifier);
      expect(environment.logged()).not.toContain(id);
    }
    expect(environment.logged()).not.toMatch(/"level":(50|60)/);
  });
});
