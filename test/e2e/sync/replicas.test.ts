import { beforeAll, describe, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import type { App } from '../../../src/app.js';
import { encodeCursor } from '../../../src/graphql/lists/cursors.js';
import { atEndOfFile } from '../../support/end-of-file.js';
import { eventually, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { openSocket } from '../../support/live.js';
import { addBakery, connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';

const subscription = `subscription ($after: String) { bitdefenderThreatDetected(after: $after) {
  cursor kind threat { id name } } }`;
const changesBehind = `query ($after: String!, $first: Int!) { bitdefenderThreatChanges(after: $after, first: $first) {
  cursor kind threat { id name } } }`;

/** Before everything that ever happened. */
const firstCursor = encodeCursor(['0']);

interface ThreatEvent {
  cursor: string;
  kind: string;
  threat: { id: string; name: string };
}

interface Subscriber {
  events: ThreatEvent[];
  /** Ends the socket without a word, as a lost network does. */
  cutOff(): void;
  leave(): Promise<void>;
}

describe('two replicas of the service', () => {
  let environment: TestEnvironment;
  let replicas: App[];
  let companyId: string;
  let deviceId: string;
  let clientId: string;
  const subscribers: Subscriber[] = [];

  beforeAll(async () => {
    environment = await testEnvironment();
    replicas = [environment.app, await environment.startReplica()];
    ({ companyId, deviceId, clientId } = addBakery(environment));
    await connectSimulator(environment);
    await mapByBdId(environment, { [companyId]: clientId });
    await syncNow(environment, clientId);
    atEndOfFile(() => Promise.all(subscribers.map((subscriber) => subscriber.leave())));
  });

  /** A threat named so appears and is taken in by whichever replica gets the job. */
  async function threatAppears(name: string) {
    environment.gravityZone.world.addIncident({ companyId, deviceId, name, severityScore: 95 });
    expect((await syncNow(environment, clientId)).state).toBe('SUCCEEDED');
  }

  async function subscribe(replica: App, after?: string): Promise<Subscriber> {
    const events: ThreatEvent[] = [];
    let cut: () => void = () => undefined;
    const client = await openSocket(environment, technician, {
      url: replica.url.replace('http', 'ws'),
      lazy: false,
      on: {
        opened: (socket) => {
          cut = () => (socket as WebSocket).terminate();
        },
      },
      onNonLazyError: () => undefined,
    });
    await new Promise((connected) => client.on('connected', connected));
    client.subscribe<{ bitdefenderThreatDetected: ThreatEvent }>(
      { query: subscription, variables: { after } },
      {
        next: ({ data }) => {
          if (data) events.push(data.bitdefenderThreatDetected);
        },
        error: () => undefined,
        complete: () => undefined,
      },
    );
    const subscriber = { events, cutOff: () => cut(), leave: async () => client.dispose() };
    subscribers.push(subscriber);
    return subscriber;
  }

  async function cursorOfNow(): Promise<string> {
    const all = await changes(firstCursor);
    return all.at(-1)?.cursor ?? firstCursor;
  }

  async function changes(after: string, first = 500): Promise<ThreatEvent[]> {
    const { bitdefenderThreatChanges } = await environment.data<{ bitdefenderThreatChanges: ThreatEvent[] }>(
      technician,
      changesBehind,
      { after, first },
    );
    return bitdefenderThreatChanges;
  }

  const names = (events: ThreatEvent[]) => events.map(({ threat }) => threat.name);
  /** As a client does that has the same event from two sources. */
  const withoutRepetitions = (events: ThreatEvent[]) => [
    ...new Map(events.map((event) => [event.cursor, event])).values(),
  ];

  it('pushes a threat from both replicas when one of them stores it', async () => {
    const after = await cursorOfNow();
    const both = await Promise.all(replicas.map((replica) => subscribe(replica, after)));
    await threatAppears('Trojan.Both.1');
    await threatAppears('Trojan.Both.2');
    for (const { events } of both) {
      await eventually(async () => events.length >= 2);
      expect(names(events)).toEqual(['Trojan.Both.1', 'Trojan.Both.2']);
    }
    expect(both[0]?.events).toEqual(both[1]?.events);
  });

  it('resumes a subscription at the other replica when a subscriber was cut off', async () => {
    const [first, second] = replicas as [App, App];
    const before = await subscribe(first, await cursorOfNow());
    await threatAppears('Trojan.Seen');
    await eventually(async () => before.events.length === 1);
    before.cutOff();
    await threatAppears('Trojan.Missed.1');
    await threatAppears('Trojan.Missed.2');

    const last = before.events.at(-1)?.cursor ?? '';
    const resumed = await subscribe(second, last);
    await eventually(async () => resumed.events.length === 2);
    await threatAppears('Trojan.Later');
    await eventually(async () => resumed.events.length === 3);
    expect(names([...before.events, ...resumed.events])).toEqual([
      'Trojan.Seen',
      'Trojan.Missed.1',
      'Trojan.Missed.2',
      'Trojan.Later',
    ]);
  });

  it('lets a subscriber read missed threats by page while new ones are pushed', async () => {
    const [first, second] = replicas as [App, App];
    const before = await subscribe(first, await cursorOfNow());
    await threatAppears('Trojan.Page.1');
    await eventually(async () => before.events.length === 1);
    before.cutOff();
    const last = before.events.at(-1)?.cursor ?? '';
    await threatAppears('Trojan.Page.2');
    await threatAppears('Trojan.Page.3');

    // Pushed from the same place on, and read from there too: everything comes twice, in whatever order.
    const resumed = await subscribe(second, last);
    await threatAppears('Trojan.Page.4');
    const missed: ThreatEvent[] = [];
    for (let page = await changes(last, 1); page.length > 0; page = await changes(page[0]?.cursor ?? '', 1))
      missed.push(...page);
    await eventually(async () => resumed.events.length === 3);
    const seen = withoutRepetitions([...before.events, ...missed, ...resumed.events]);
    expect(names(seen.filter(({ kind }) => kind === 'DETECTED'))).toEqual([
      'Trojan.Page.1',
      'Trojan.Page.2',
      'Trojan.Page.3',
      'Trojan.Page.4',
    ]);
  });
});
