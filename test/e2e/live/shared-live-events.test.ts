import type { Client } from 'graphql-ws';
import { beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Identity } from '../../../demo/tokens.js';
import { openDatabase } from '../../../src/database/database.js';
import { refuse } from '../../../src/server/token-refusals.js';
import { atEndOfFile } from '../../support/end-of-file.js';
import { eventually, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { openSocket } from '../../support/live.js';
import { addBakery, connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';
import { plantedThreat, plantThreats } from '../../support/threats.js';

const triage = `mutation ($input: TriageBitdefenderThreatsInput!) {
  triageBitdefenderThreats(input: $input) { userErrors { code } } }`;
const decide = `mutation ($input: DecideBitdefenderAlertsInput!) {
  decideBitdefenderAlerts(input: $input) { outcomes { userErrors { code } } userErrors { code } } }`;
/** Its fields lead to statements of their own for each execution. */
const threatChanged = `subscription ($after: String) { event: bitdefenderThreatChanged(after: $after) {
  cursor kinds changeCount threat { id changes(first: 5) { edges { node { kind note } } } } } }`;
const alertChanged = `subscription ($after: String) { event: bitdefenderAlertChanged(after: $after) {
  cursor kind alert { id title threat { name } changes { kind note } } } }`;

interface Heard {
  cursor: string;
  changeCount: number;
  threat: { id: string; changes: { edges: { node: { note: string | null } }[] } };
  alert: { id: string; changes: { note: string | null }[] };
}

interface Subscriber {
  events: Heard[];
  /** The errors that the operation ended with. */
  errors: unknown;
  closedWith: number | null;
  socket: Client;
}

describe('live events of one tenant', () => {
  let environment: TestEnvironment;
  let alertId: string;
  const statements: string[] = [];
  const threat = plantedThreat({ tenantId: 'msp-one' });
  const person = (number: number): Identity => ({ ...technician, subject: `person-${number}` });

  beforeAll(async () => {
    environment = await testEnvironment({ onStatement: (statement) => statements.push(statement) });
    const bakery = addBakery(environment);
    environment.gravityZone.world.addIncident({ ...bakery, name: 'Trojan.Oven', severityScore: 95 });
    await connectSimulator(environment);
    await mapByBdId(environment, { [bakery.companyId]: bakery.clientId });
    await syncNow(environment, bakery.clientId);
    await plantThreats(environment.database, [threat]);
    const list = '{ bitdefenderAlerts { edges { node { id } } } }';
    const { bitdefenderAlerts } = await environment.data<{ bitdefenderAlerts: { edges: { node: { id: string } }[] } }>(
      technician,
      list,
    );
    alertId = String(bitdefenderAlerts.edges[0]?.node.id);
  });

  async function subscribe(identity: Identity, query: string, variables = {}): Promise<Subscriber> {
    const socket = await openSocket(environment, identity);
    const subscriber: Subscriber = { events: [], errors: null, closedWith: null, socket };
    socket.on('closed', (event) => {
      subscriber.closedWith = (event as { code: number }).code;
    });
    socket.subscribe<{ event: Heard }>(
      { query, variables },
      {
        next: ({ data, errors }) => {
          if (data) subscriber.events.push(data.event);
          else subscriber.errors = errors;
        },
        error: (errors) => {
          subscriber.errors = errors;
        },
        complete: () => undefined,
      },
    );
    atEndOfFile(() => socket.dispose());
    return subscriber;
  }

  const note = (text: string, ids = [threat.id]) =>
    environment.data(technician, triage, { input: { ids, decision: 'NOTE', note: text } });
  const assign = (text: string) =>
    environment.data(technician, decide, {
      input: { ids: [alertId], decision: 'ASSIGN', assigneeId: `to-${text.replaceAll(' ', '-')}`, note: text },
    });
  const notesOf = ({ threat: changed, alert }: Heard) =>
    changed ? changed.changes.edges.map(({ node }) => node.note) : alert.changes.map(({ note: text }) => text);
  const hasHeard = ({ events }: Subscriber, text: string) => events.some((event) => notesOf(event).includes(text));

  /** Makes changes until all subscribers hear them: from then on they have seen everything. */
  async function warm(subscribers: readonly Subscriber[], change: (text: string) => Promise<unknown>) {
    let number = 0;
    // A change that was made before somebody listened is not heard by them: only a later one is.
    await eventually(async () => {
      number += 1;
      const text = `warm ${number}`;
      await change(text);
      await eventually(async () => subscribers.every((each) => hasHeard(each, text)), 3).catch(() => undefined);
      return subscribers.every((each) => hasHeard(each, text));
    }, 30);
  }

  /** The statements of one change, and of all that hear of it. */
  async function statementsOf(count: number, query: string, change: (text: string) => Promise<unknown>) {
    const subscribers: Subscriber[] = [];
    while (subscribers.length < count) subscribers.push(await subscribe(person(subscribers.length), query));
    await warm(subscribers, change);
    statements.length = 0;
    await change(`heard by ${count}`);
    await eventually(async () => subscribers.every((each) => hasHeard(each, `heard by ${count}`)));
    const sent = statements.map((statement) => statement.replace(/\s+/g, ' ')).sort();
    await Promise.all(subscribers.map(({ socket }) => socket.dispose()));
    return sent;
  }

  it.each([
    ['threat', threatChanged, note],
    ['alert', alertChanged, assign],
  ])('need as many statements for fifty subscribers as for one: %s', async (_what, query, change) => {
    const forOne = await statementsOf(1, query, change);
    expect(forOne.length).toBeGreaterThan(4);
    // An announcement may be noticed twice: the change is looked for again, once for all.
    expect((await statementsOf(50, query, change)).length).toBeLessThanOrEqual(forOne.length + 2);
  });

  it('need few statements more for subscribers who ask for something else', async () => {
    const documents = Array.from({ length: 10 }, (_, number) =>
      threatChanged.replace('cursor', `cursor a${number}: cursor`),
    );
    const subscribers = await Promise.all(documents.map((query, number) => subscribe(person(number), query)));
    await warm(subscribers, note);
    statements.length = 0;
    await note('asked for in ten ways');
    await eventually(async () => subscribers.every((each) => hasHeard(each, 'asked for in ten ways')));
    const count = (part: string) => statements.filter((statement) => statement.includes(part)).length;
    // The log and the threat once for all, the history of the threat for each.
    expect(count('as materialized')).toBe(1);
    expect(count('cross join lateral')).toBe(documents.length);
    await Promise.all(subscribers.map(({ socket }) => socket.dispose()));
  });

  it('are shared again by subscribers who come back from cursors of their own', async () => {
    const first = await subscribe(technician, threatChanged);
    await warm([first], note);
    for (const text of ['a', 'b', 'c']) {
      await note(text);
      await eventually(async () => hasHeard(first, text));
    }
    const cursors = first.events.slice(-4).map(({ cursor }) => cursor);
    expect(new Set(cursors).size).toBe(4);
    const subscribers = await Promise.all(
      cursors.map((after, number) => subscribe(person(number), threatChanged, { after })),
    );
    const changes = ({ events }: Subscriber) => events.reduce((sum, { changeCount }) => sum + changeCount, 0);
    await warm(subscribers, note);
    // What was missed is missing for nobody, however much of it was merged.
    const own = subscribers.map(changes);
    expect(own).toEqual(own.map((_, place) => (own.at(-1) ?? 0) + own.length - 1 - place));
    statements.length = 0;
    await note('for all who came back');
    await eventually(async () => subscribers.every((each) => hasHeard(each, 'for all who came back')));
    expect(statements.filter((statement) => statement.includes('cross join lateral'))).toHaveLength(1);
    await Promise.all([first, ...subscribers].map(({ socket }) => socket.dispose()));
  });

  it('are the same text behind the id of each operation', async () => {
    const ids = ['1', 'with "quotes" and \\', 'ü✓', crypto.randomUUID()];
    const token = await environment.tokens.issue(technician);
    /** The frames of each id, as they came. */
    const frames = new Map<string, string[]>(ids.map((id) => [id, []]));
    const open = async (own: readonly string[]) => {
      const socket = new WebSocket(environment.app.url.replace('http', 'ws'), 'graphql-transport-ws');
      atEndOfFile(() => socket.terminate());
      socket.on('open', () =>
        socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } })),
      );
      socket.on('message', (data) => {
        const { type, id } = JSON.parse(String(data)) as { type: string; id: string };
        if (type === 'next') frames.get(id)?.push(String(data));
        if (type !== 'connection_ack') return;
        for (const each of own)
          socket.send(JSON.stringify({ id: each, type: 'subscribe', payload: { query: threatChanged } }));
      });
      return socket;
    };
    const sockets = [await open(ids.slice(0, 2)), await open(ids.slice(2))];
    const last = () => ids.map((id) => frames.get(id)?.at(-1) ?? '');
    await eventually(async () => {
      await note('framed');
      return last().every((frame) => frame.includes('"framed"'));
    });
    await note('framed at last');
    await eventually(async () => last().every((frame) => frame.includes('"framed at last"')));
    const payloads = last().map((frame, place) => {
      const start = `{"id":${JSON.stringify(ids[place])},"type":"next","payload":`;
      expect(frame.startsWith(start)).toBe(true);
      return frame.slice(start.length, -1);
    });
    expect(new Set(payloads).size).toBe(1);
    expect(JSON.parse(String(payloads[0]))).toMatchObject({ data: { event: { threat: { id: threat.id } } } });
    // An operation that its client has completed gets nothing more, and the other one on its socket does.
    sockets[0]?.send(JSON.stringify({ id: ids[0], type: 'complete' }));
    const before = frames.get('1')?.length;
    await eventually(async () => {
      await note('without the first');
      return ids.slice(1).every((id) => frames.get(id)?.at(-1)?.includes('"without the first"'));
    });
    expect(
      frames
        .get('1')
        ?.slice(before)
        .filter((frame) => frame.includes('without the first')),
    ).toEqual([]);
    for (const socket of sockets) socket.terminate();
  });

  it('show each event with what has happened up to it', async () => {
    const subscriber = await subscribe(technician, alertChanged);
    await warm([subscriber], assign);
    for (const text of ['one', 'two']) {
      await assign(text);
      await eventually(async () => hasHeard(subscriber, text));
    }
    expect(notesOf(subscriber.events.at(-1) as Heard).slice(-2)).toEqual(['one', 'two']);
    await subscriber.socket.dispose();
  });

  it('are answered by the rights of each who sends the same text', async () => {
    const identities: Identity[] = [
      technician,
      { subject: 'rita', roles: ['read-only'], tenantId: 'msp-one' },
      { subject: 'reports', roles: [], scopes: ['bitdefender:read'], tenantId: 'msp-one' },
      { subject: 'sync', roles: [], scopes: ['bitdefender:execute'], tenantId: 'msp-one' },
      { subject: 'paula', roles: ['portal'], tenantId: 'msp-one', clientId: 'client-1' },
      { subject: 'piet', roles: ['portal'], tenantId: 'msp-one', clientId: 'client-2' },
      { ...technician, tenantId: 'msp-two' },
    ];
    const subscribers = await Promise.all(identities.map((identity) => subscribe(identity, threatChanged)));
    const [tom, rita, reports, sync, paula, piet, stranger] = subscribers as [
      ...[Subscriber, Subscriber, Subscriber, Subscriber, Subscriber, Subscriber, Subscriber],
    ];
    await warm([tom, rita, reports], note);
    await note('for some');
    await eventually(async () => [tom, rita, reports].every((each) => hasHeard(each, 'for some')));
    expect([sync, paula, piet, stranger].map(({ events }) => events)).toEqual([[], [], [], []]);
    for (const { errors } of [sync, paula, piet]) expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    expect(stranger.errors).toBeNull();
    await Promise.all(subscribers.map(({ socket }) => socket.dispose()));
  });

  /** A subscriber who has heard something with a token that expires soon: on a slow machine, later than that. */
  async function expiring(seconds = 4): Promise<Subscriber> {
    const expiresIn = Math.floor(Date.now() / 1_000) + seconds;
    const subscriber = await subscribe({ ...person(2), expiresIn }, threatChanged);
    await eventually(async () => {
      await note('for the one who expires');
      return subscriber.events.length > 0 || subscriber.closedWith !== null;
    });
    return subscriber.events.length > 0 ? subscriber : expiring(2 * seconds);
  }

  it('end for whoever is refused or has an expired token, and for nobody else', async () => {
    const database = openDatabase(environment.app.databaseUrl);
    atEndOfFile(() => database.close());
    const [stays, refused] = [await subscribe(person(1), threatChanged), await subscribe(person(3), threatChanged)];
    await warm([stays, refused], note);
    const expires = await expiring();
    await refuse(database.query, { kind: 'SUBJECT', value: 'person-3' }, null);
    await eventually(async () => expires.closedWith !== null && refused.closedWith !== null);
    expect([expires.closedWith, refused.closedWith, stays.closedWith]).toEqual([4403, 4403, null]);
    await note('for the one who stays');
    await eventually(async () => hasHeard(stays, 'for the one who stays'));
    expect([expires, refused].some((each) => hasHeard(each, 'for the one who stays'))).toBe(false);
    await stays.socket.dispose();
  });

  it('are all received by a client that did not read, was cut off, and resumes from its cursors', async () => {
    const large = Array.from({ length: 10 }, () =>
      plantedThreat({ tenantId: 'msp-one', filePath: 'x'.repeat(200_000) }),
    );
    const ids = large.map(({ id }) => id);
    await plantThreats(environment.database, large);
    const query = `subscription ($after: String) { event: bitdefenderThreatChanged(after: $after) {
      cursor changeCount threat { id filePath } } }`;
    const codes: number[] = [];
    let socket: WebSocket | undefined;
    const client = await openSocket(
      environment,
      { ...technician, subject: 'sleeper' },
      {
        retryAttempts: 20,
        retryWait: () => new Promise((resolve) => setTimeout(resolve, 200)),
      },
    );
    atEndOfFile(() => client.dispose());
    client.on('opened', (opened) => {
      socket = opened as WebSocket;
    });
    client.on('closed', (event) => codes.push((event as { code: number }).code));
    const { bitdefenderThreatChanges } = await environment.data<{ bitdefenderThreatChanges: Heard[] }>(
      technician,
      `query { bitdefenderThreatChanges(after: "${Buffer.from('["0"]').toString('base64url')}", first: 500) { cursor } }`,
    );
    const start = bitdefenderThreatChanges.at(-1)?.cursor;
    /** As a client keeps it: each subscription begins behind its last event when it is sent again. */
    const subscriptions = Array.from({ length: 10 }, () => ({ after: start, changes: new Map<string, number>() }));
    for (const subscription of subscriptions) {
      const variables = {
        get after() {
          return subscription.after;
        },
      };
      client.subscribe<{ event: Heard }>(
        { query, variables },
        {
          next: ({ data }) => {
            if (!data) return;
            const { cursor, changeCount, threat: changed } = data.event;
            subscription.after = cursor;
            subscription.changes.set(changed.id, (subscription.changes.get(changed.id) ?? 0) + changeCount);
          },
          error: () => undefined,
          complete: () => undefined,
        },
      );
    }
    let rounds = 0;
    let milliseconds = 500;
    await note('awake');
    await eventually(async () => subscriptions.every(({ changes }) => changes.size > 0));
    expect(codes).toEqual([]);
    await eventually(async () => {
      socket?.pause();
      await note(`asleep ${rounds}`, ids);
      rounds += 1;
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
      milliseconds *= 2;
      socket?.resume();
      await eventually(
        async () =>
          codes.length > 0 || subscriptions.every(({ changes }) => ids.every((id) => changes.get(id) === rounds)),
      );
      return codes.length > 0;
    });
    // The second where it slept for so long that the socket was ended without an answer to the first.
    expect([1013, 1006]).toContain(codes[0]);
    await note('awake again', ids);
    rounds += 1;
    const isComplete = ({ changes }: (typeof subscriptions)[number]) =>
      ids.every((id) => (changes.get(id) ?? 0) >= rounds);
    await eventually(async () => subscriptions.every(isComplete));
    await client.dispose();
  });
});
