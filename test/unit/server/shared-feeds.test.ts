import { type ExecutionArgs, type ExecutionResult, GraphQLError, parse } from 'graphql';
import { expect, it } from 'vitest';
import type { Viewer } from '../../../src/auth/viewer.js';
import type { LiveEvent, LiveEvents } from '../../../src/live/live-events.js';
import { createSharedReads } from '../../../src/live/shared-reads.js';
import { watchChanges } from '../../../src/live/watch-changes.js';
import type { Execution } from '../../../src/server/shared-executions.js';
import type { Outlet } from '../../../src/server/subscriptions/outlet.js';
import { createSharedFeeds, type Subscriber } from '../../../src/server/subscriptions/shared-feeds.js';

const viewer: Viewer = {
  ...{ tenantId: 'msp-one', subject: 'tom', name: 'Tom', roles: ['technician'], scopes: [], clientId: null },
  ...{ siteIds: null, tokenId: null, expiresAt: new Date('2100-01-01') },
};
const query = 'subscription A($x: Int) { changed(x: $x) { id } } subscription B { changed { id } }';
const [schema, otherSchema] = [{} as never, {} as never];

/** Subscriptions to one log, in which `happen` writes; executions and texts are counted. */
function setUp(execute: (event: object) => Partial<Execution> = () => ({})) {
  const listeners = new Set<(event: LiveEvent) => void>();
  const liveEvents: LiveEvents = {
    on(_tenantId, _topic, listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    state: () => ({ listening: true, since: new Date() }),
    close: async () => undefined,
  };
  const state = { last: 0, executions: 0, texts: 0, watching: 0, listeners };
  const sharedReads = createSharedReads(liveEvents, 'threats');
  const subscribers = new Map<unknown, Subscriber>();
  const follow = createSharedFeeds({
    async execute(_args, event) {
      state.executions += 1;
      return { result: { data: { ...event } }, accesses: [], ...execute(event) };
    },
    textOf(result: ExecutionResult) {
      state.texts += 1;
      return JSON.stringify(result);
    },
    subscriberOf: ({ contextValue }) => subscribers.get(contextValue) as Subscriber,
  });
  const noted: unknown[] = [];

  function subscribe(given: Partial<ExecutionArgs> = {}, of: Partial<Viewer> = {}, hasOutlet = true) {
    const heard: string[] = [];
    const outlet: Outlet = {
      sent: { events: 0, hasFailed: false },
      take: (answers) => void heard.push(...answers.map(({ json }) => json.toString())),
      flush: () => true,
      ready: async () => undefined,
    };
    const contextValue = {
      viewer: { ...viewer, ...of },
      noteAccess: (access: unknown) => noted.push([of.subject ?? viewer.subject, access]),
    };
    subscribers.set(contextValue, { label: { requestId: '' }, outlet: hasOutlet ? outlet : undefined });
    const args: ExecutionArgs = {
      ...{ schema, document: parse(query), operationName: 'A', variableValues: { x: 1 }, contextValue },
      ...given,
    };
    const watch = watchChanges<{ number: number }>(
      {
        ...{ liveEvents, sharedReads, tenantId: contextValue.viewer.tenantId },
        source: {
          topic: 'threats',
          lastPlace: async () => BigInt(state.last),
          read: async (_reader, { until }) => ({
            ...{ portions: 1, end: until },
            portion: async () => [{ number: Number(until) }],
          }),
          onSubscribe() {
            state.watching += 1;
            return () => {
              state.watching -= 1;
            };
          },
        },
      },
      null,
    );
    const results = follow(args, watch);
    return { heard, outlet, results, first: results.next() };
  }
  async function settle() {
    for (let round = 0; round < 20; round += 1) await new Promise(setImmediate);
  }
  async function happen() {
    await settle();
    state.last += 1;
    for (const listener of listeners) listener({ tenantId: '', topic: 'threats' });
    await settle();
  }
  return { state, noted, subscribe, happen };
}

it('executes and writes an event once for all with the same rights, whoever they are', async () => {
  const { state, subscribe, happen } = setUp();
  const all = Array.from({ length: 100 }, (_, number) => subscribe({}, { subject: `person-${number}` }));
  await happen();
  await happen();
  const text = (number: number) => `{"data":{"number":${number}}}`;
  for (const { heard, outlet } of all)
    expect([heard, outlet.sent]).toEqual([[text(1), text(2)], { events: 2, hasFailed: false }]);
  expect([state.executions, state.texts]).toEqual([2, 2]);
});

it.each<[string, Partial<ExecutionArgs>, Partial<Viewer>]>([
  ['a document', { document: parse(`${query} # other`) }, {}],
  ['an operation', { operationName: 'B' }, {}],
  ['variables', { variableValues: { x: 2 } }, {}],
  ['a schema', { schema: otherSchema }, {}],
  ['a tenant', {}, { tenantId: 'msp-two' }],
  ['roles', {}, { roles: ['portal'] }],
  ['scopes', {}, { scopes: ['bitdefender:read'] }],
  ['a client', {}, { clientId: 'c' }],
])('executes an event again for a subscription that has %s of its own', async (_what, given, of) => {
  const { state, subscribe, happen } = setUp();
  subscribe();
  subscribe();
  const other = subscribe(given, of);
  await happen();
  expect(other.heard).toHaveLength(1);
  expect([state.executions, state.texts]).toEqual([2, 2]);
});

it('gives the results themselves where there is no place for texts', async () => {
  const { state, subscribe, happen } = setUp();
  const [texts, results] = [subscribe(), subscribe({}, {}, false)];
  await happen();
  expect(await results.first).toEqual({ done: false, value: { data: { number: 1 } } });
  expect([texts.heard, state.executions]).toEqual([['{"data":{"number":1}}'], 1]);
});

it('ends for the one who leaves, and for nobody else', async () => {
  const { state, subscribe, happen } = setUp();
  const [goes, stays] = [subscribe(), subscribe()];
  await happen();
  await goes.results.return(undefined);
  expect(await goes.first).toEqual({ done: true, value: undefined });
  await happen();
  expect([goes.heard.length, stays.heard.length, state.watching]).toEqual([1, 2, 1]);
  await stays.results.return(undefined);
  expect([state.watching, state.listeners.size]).toEqual([0, 0]);
  // The next one finds none, and begins one.
  const later = subscribe();
  await happen();
  expect(later.heard).toEqual(['{"data":{"number":3}}']);
});

it('puts on record for each of them what it looked at, and notes what failed', async () => {
  const access = { action: 'KEY_METADATA_READ', subject: 'connection' } as const;
  const failure = new GraphQLError('x', { originalError: new TypeError('x') });
  const { noted, subscribe, happen } = setUp(() => ({ accesses: [access], result: { errors: [failure] } }));
  const all = ['tom', 'tina'].map((subject) => subscribe({}, { subject }));
  await happen();
  expect(noted).toEqual([
    ['tom', access],
    ['tina', access],
  ]);
  for (const { outlet } of all) expect(outlet.sent).toEqual({ events: 1, hasFailed: true });
});

it('fails for all when an event cannot be executed', async () => {
  const { state, subscribe, happen } = setUp(() => {
    throw new Error('no');
  });
  const all = [subscribe(), subscribe()];
  const ends = Promise.allSettled(all.map(({ first }) => first));
  await happen();
  expect((await ends).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect([state.watching, state.listeners.size]).toEqual([0, 0]);
});
