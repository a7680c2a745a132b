import { expect, it } from 'vitest';
import { openDatabase } from '../../../src/database/database.js';
import { type BucketState, bucketLimits, decideCall, emptyBucket } from '../../../src/gravityzone/transport/budget.js';
import type { Bucket } from '../../../src/gravityzone/types.js';
import { activeSyncAt, isActive, isIncluded, nextSyncAt } from '../../../src/sync/cadence/cadence.js';
import { planInventory } from '../../../src/sync/run/plan.js';
import { askAgainMilliseconds } from '../../../src/sync/tick/notice-activity.js';
import { queueDueRuns } from '../../../src/sync/tick/tick.js';
import { freshDatabase } from '../../support/database.js';

/**
 * A week by a virtual clock. Cadence, plan, budget and who is taken along are decided by the service's own functions. What
 * is simulated: how long an answer takes, and the queue, whose rules (priority, then age; two places a tenant; one run a
 * connection) are shown on the real one by queue.test.ts.
 */
const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const week = 7 * 24 * hour;
const start = Date.UTC(2026, 2, 16);
const tickEvery = 10 * second;
const placesOfReplica = 4;
const placesOfTenant = 2;
/** A dead replica's jobs are taken up once its heartbeat is missed and the queue has noticed. */
const takenUpAfter = 20 * second;
/** Two ticks, and a wait for a place. */
const patience = minute;

interface SimulatedClient {
  devices: number;
  /** Until when a ticket is open, and when the next one is opened. */
  ticketUntil: number;
  ticketAt: number;
  active: boolean;
  /** Whether it was active when it was read last: that decides when it must be read again. */
  readActive: boolean;
  /** Since when there is a ticket that no run has seen; null without one. */
  unseenSince: number | null;
  nextSyncAt: Date;
  readAt: number;
}

interface SimulatedConnection {
  id: string;
  tenant: number;
  clients: SimulatedClient[];
  buckets: Record<Bucket, BucketState>;
  sent: Record<Bucket, number[]>;
  queuedAt: number | null;
  run: { replica: number; endsAt: number; begunAt: number; taken: SimulatedClient[] } | null;
}

/** What is promised: ten minutes or an hour, a tenth of jitter, and the wait for a place. */
const longestGap = ({ readActive }: SimulatedClient) => (readActive ? 10 * minute : hour) * 1.1 + patience;
/** Of who becomes active: the ten minutes, and those until it is noticed. */
const longestUnseen = askAgainMilliseconds + tickEvery + 10 * minute * 1.1 + patience;

/** The same numbers each time: a week that failed can be looked at again. */
function randomNumbers(seed: number) {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

function world(random: () => number): SimulatedConnection[] {
  // The first tenant has ten connections with 83 clients, each other one connection with 8 or 9.
  const connections = Array.from(
    { length: 59 },
    (_, number): SimulatedConnection => ({
      id: `connection ${number}`,
      tenant: Math.max(0, number - 9),
      clients: [],
      buckets: { default: emptyBucket, licensing: emptyBucket, incidents: emptyBucket },
      sent: { default: [], licensing: [], incidents: [] },
      queuedAt: null,
      run: null,
    }),
  );
  const others = connections.length - 10;
  for (let number = 0; number < 500; number += 1) {
    const connection = number < 83 ? connections[number % 10] : connections[10 + (number % others)];
    connection?.clients.push({
      devices: Math.ceil(random() * 150),
      ticketUntil: 0,
      ticketAt: start + random() * 3 * 24 * hour,
      active: false,
      readActive: false,
      unseenSince: null,
      nextSyncAt: new Date(start + random() * 5 * minute),
      readAt: 0,
    });
  }
  return connections;
}

it('a week of 50 tenants and 500 clients, with three replicas of which one dies', () => {
  const random = randomNumbers(7);
  const connections = world(random);
  const tenants = new Set(connections.map(({ tenant }) => tenant));
  expect(tenants.size).toBe(50);
  const replicas = [true, true, true];
  const late: string[] = [];
  const waited = new Map<number, number>();
  let syncs = 0;
  let activeSyncs = 0;
  let seen = 0;

  /** Calls one after another, each when the budget lets it; returns when the last answer is there. */
  function call(connection: SimulatedConnection, bucket: Bucket, times: number, from: number): number {
    let now = from;
    for (let done = 0; done < times; ) {
      const decision = decideCall(connection.buckets[bucket], bucketLimits[bucket], now);
      connection.buckets[bucket] = decision.state;
      if (decision.waitMilliseconds > 0) {
        now += decision.waitMilliseconds;
        continue;
      }
      connection.sent[bucket].push(now);
      now += 100 + random() * 400;
      done += 1;
    }
    return now;
  }

  function begin(connection: SimulatedConnection, replica: number, now: number): void {
    const at = new Date(now);
    const taken = connection.clients.filter((client) => isIncluded(client, at));
    const { calls } = planInventory({
      pageSize: 1_000,
      deviceCounts: taken.map(({ devices }) => devices),
      treeCount: connection.clients.reduce((sum, { devices }) => sum + devices + 1, 0),
    });
    // States are read every six hours: a part of the devices in each run.
    const states = taken.reduce((sum, client) => sum + (client.devices * (client.active ? 600 : 3_600)) / 21_600, 0);
    let ended = call(connection, 'licensing', calls, now);
    ended = call(connection, 'incidents', 1 + Math.floor(random() * 1.2), ended);
    ended = call(connection, 'default', 1 + Math.min(200, Math.ceil(states)), ended);
    waited.set(connection.tenant, Math.max(waited.get(connection.tenant) ?? 0, now - (connection.queuedAt ?? now)));
    connection.queuedAt = null;
    connection.run = { replica, endsAt: ended, begunAt: now, taken };
    for (const client of taken) {
      const most = longestGap(client);
      if (client.readAt > 0 && now - client.readAt > most)
        late.push(
          `${connection.id}: ${(now - client.readAt) / minute} minutes, ${client.readActive ? 'active' : 'quiet'}`,
        );
      if (client.unseenSince !== null) {
        if (now - client.unseenSince > longestUnseen)
          late.push(`${connection.id}: ${(now - client.unseenSince) / minute} minutes after a ticket was opened`);
        client.unseenSince = null;
        seen += 1;
      }
    }
  }

  /** Tickets are opened and closed at any time, whoever looks. */
  function liveOn(client: SimulatedClient, now: number): void {
    if (now < client.ticketAt) return;
    client.ticketUntil = client.ticketAt + (1 + random() * 20) * hour;
    client.ticketAt = client.ticketUntil + random() * 4 * 24 * hour;
    if (!client.active) client.unseenSince = now;
  }

  const activityOf = (client: SimulatedClient, now: number) => ({
    ...{
      openTickets: now < client.ticketUntil ? 1 : 0,
      lastAgentInstalledAt: null,
      lastThreatAt: null,
      watchedAt: null,
    },
  });

  /** Who became active is brought forward, as the service does it. */
  function notice(now: number): void {
    const at = new Date(now);
    for (const { id, clients } of connections)
      for (const client of clients) {
        if (client.active || client.readAt === 0 || isIncluded(client, at)) continue;
        if (!isActive(activityOf(client, now), at).active) continue;
        const due = activeSyncAt({ now: at, readAt: new Date(client.readAt), restUntil: null, seed: id });
        client.active = true;
        if (due < client.nextSyncAt) client.nextSyncAt = due;
      }
  }

  function end(connection: SimulatedConnection, now: number): void {
    const { begunAt, taken } = connection.run as NonNullable<SimulatedConnection['run']>;
    connection.run = null;
    const at = new Date(now);
    for (const client of taken) {
      client.active = isActive(activityOf(client, now), at).active;
      client.readActive = client.active;
      const facts = { now: at, readAt: new Date(begunAt), failures: 0, restUntil: null, seed: connection.id };
      const next = nextSyncAt({ ...facts, active: client.active });
      Object.assign(client, { nextSyncAt: next.at, readAt: begunAt });
      syncs += 1;
      if (client.active) activeSyncs += 1;
    }
  }

  const killAt = start + 3.5 * 24 * hour;
  for (let now = start; now < start + week; now += second) {
    // It dies in the middle of its work.
    if (replicas[2] && now >= killAt && connections.some(({ run }) => run?.replica === 2)) {
      replicas[2] = false;
      for (const connection of connections)
        if (connection.run?.replica === 2) {
          connection.run = null;
          connection.queuedAt = now + takenUpAfter;
        }
    }
    for (const connection of connections) if (connection.run && connection.run.endsAt <= now) end(connection, now);
    for (const { clients } of connections) for (const client of clients) liveOn(client, now);
    if ((now - start) % askAgainMilliseconds === 0) notice(now);
    // All replicas tick at once; the tenant's lock lets one of them queue.
    if ((now - start) % tickEvery === 0)
      for (const connection of connections)
        if (
          connection.queuedAt === null &&
          connection.run === null &&
          connection.clients.some(({ nextSyncAt: due }) => due.getTime() <= now)
        )
          connection.queuedAt = now;
    for (let turn = 0; turn < replicas.length; turn += 1) {
      const replica = (now / second + turn) % replicas.length;
      if (!replicas[replica]) continue;
      const under = () => connections.filter(({ run }) => run !== null);
      let free = placesOfReplica - under().filter(({ run }) => run?.replica === replica).length;
      while (free > 0) {
        const next = connections
          .filter(({ queuedAt, run }) => queuedAt !== null && queuedAt <= now && run === null)
          .filter(({ tenant }) => under().filter((other) => other.tenant === tenant).length < placesOfTenant)
          .sort((a, b) => (a.queuedAt ?? 0) - (b.queuedAt ?? 0))[0];
        if (next === undefined) break;
        begin(next, replica, now);
        free -= 1;
      }
    }
  }

  expect(late).toEqual([]);
  expect(replicas[2]).toBe(false);
  // Everybody was read to the end of the week, and both kinds of client were there.
  for (const client of connections.flatMap(({ clients }) => clients))
    expect(start + week - client.readAt).toBeLessThan(longestGap(client));
  expect(activeSyncs).toBeGreaterThan(50_000);
  expect(seen).toBeGreaterThan(1_000);
  expect(syncs - activeSyncs).toBeGreaterThan(20_000);
  // Nobody waited longer beside the large tenant.
  for (const [tenant, longest] of waited)
    if (tenant !== 0) expect(longest, `tenant ${tenant}`).toBeLessThan(2 * patience);
  for (const { id, sent } of connections)
    for (const bucket of Object.keys(sent) as Bucket[]) {
      const { calls, windowMilliseconds } = bucketLimits[bucket];
      const times = sent[bucket];
      for (let last = calls; last < times.length; last += 1)
        if ((times[last] ?? 0) - (times[last - calls] ?? 0) < windowMilliseconds)
          expect.fail(`${id} was over its limit of ${bucket}`);
    }
});

it('three replicas that tick at once queue each due connection once, the one that waits longest first', async () => {
  const database = openDatabase(await freshDatabase());
  const now = new Date('2026-03-18T10:00:00Z');
  const queued: string[] = [];
  const queue = {
    sync: async (_: unknown, { tenantId }: { tenantId: string }) => void queued.push(tenantId),
    raisePriority: async () => undefined,
    withoutJob: async () => new Set<string>(),
  };
  const tenants = Array.from({ length: 50 }, (_, number) => `tenant ${number}`);
  for (const [number, tenantId] of tenants.entries()) {
    const connectionId = crypto.randomUUID();
    await database.query
      .insertInto('connection')
      .values({
        ...{ tenantId, id: connectionId, name: tenantId, endpoint: 'https://gz.example/api', sealedKey: '' },
        ...{ keyFingerprint: '', keySetAt: now, keySetBy: 'ada', state: 'CONNECTED', createdAt: now },
      } as never)
      .execute();
    for (const minutes of [number, number + 100])
      await database.query
        .insertInto('company')
        .values({
          ...{ tenantId, id: crypto.randomUUID(), connectionId, bdId: `${minutes}`, name: 'Bakery', kind: 'COMPANY' },
          ...{ state: 'PRESENT', clientId: 'client', active: false, activityReasons: '[]', failures: 0 },
          ...{ firstSeenAt: now, changedAt: now, nextSyncAt: new Date(now.getTime() + (minutes - 30) * minute) },
        } as never)
        .execute();
  }
  await queueDueRuns(database, queue, now);
  expect(queued).toEqual(tenants.slice(0, 31));
  queued.length = 0;
  const later = new Date(now.getTime() + hour);
  await Promise.all([1, 2, 3].map(() => queueDueRuns(database, queue, later)));
  expect(queued.toSorted()).toEqual(tenants.slice(31).toSorted());
  await database.close();
});
