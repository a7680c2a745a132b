import { expect, it } from 'vitest';

import { type BucketState, bucketLimits, decideCall, emptyBucket } from '../../../src/gravityzone/transport/budget.js';
import type { Bucket } from '../../../src/gravityzone/types.js';
import { activeSyncAt, isActive, isIncluded, nextSyncAt } from '../../../src/sync/cadence/cadence.js';
import { planInventory } from '../../../src/sync/run/plan.js';
import { askAgainMilliseconds } from '../../../src/sync/tick/notice-activity.js';
import { queueDueRuns } from '../../../src/sync/tick/tick.js';
import { openTestDatabase } from '../../support/database.js';

/**
 * A week by a virtual clock. Cadence, plan, budget and which companies a run includes are decided by the service's own
 * functions. What is simulated: how long an answer takes, and the queue, whose rules (priority, then age; two places a
 * tenant; one run an integration) queue.test.ts tests on the real one.
 */
const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const week = 7 * 24 * hour;
const start = Date.UTC(2026, 2, 16);
const tickEvery = 10 * second;
const placesOfReplica = 4;
const placesOfTenant = 2;
/** A dead replica's jobs are picked up once its heartbeat is missing and the queue has noticed. */
const pickedUpAfter = 20 * second;
/** Two ticks, and a wait for a place. */
const patience = minute;

interface SimulatedClient {
  devices: number;
  /** Until when a ticket is open. */
  ticketUntil: number;
  /** When the next one is opened. */
  ticketAt: number;
  active: boolean;
  /** Whether it was active when it was last read: that decides when it must be read again. */
  readActive: boolean;
  /** Since when there is a ticket that no run has seen; null without one. */
  unseenSince: number | null;
  nextSyncAt: Date;
  readAt: number;
}

interface SimulatedIntegration {
  id: string;
  tenant: number;
  clients: SimulatedClient[];
  buckets: Record<Bucket, BucketState>;
  sent: Record<Bucket, number[]>;
  queuedAt: number | null;
  run: { replica: number; endsAt: number; startedAt: number; included: SimulatedClient[] } | null;
}

/** What is promised: ten minutes or an hour, a tenth of jitter, and the wait for a place. */
const longestGap = ({ readActive }: SimulatedClient) => (readActive ? 10 * minute : hour) * 1.1 + patience;
/** Of a client that becomes active: the ten minutes, and those until it is noticed. */
const longestUnseen = askAgainMilliseconds + tickEvery + 10 * minute * 1.1 + patience;

/** The same numbers each time: a week that failed can be repeated. */
function randomNumbers(seed: number) {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

function world(random: () => number): SimulatedIntegration[] {
  // The first tenant has ten integrations with 83 clients, each other one integration with 8 or 9.
  const integrations = Array.from(
    { length: 59 },
    (_, number): SimulatedIntegration => ({
      id: `integration ${number}`,
      tenant: Math.max(0, number - 9),
      clients: [],
      buckets: { default: emptyBucket, licensing: emptyBucket, incidents: emptyBucket },
      sent: { default: [], licensing: [], incidents: [] },
      queuedAt: null,
      run: null,
    }),
  );
  const others = integrations.length - 10;
  for (let number = 0; number < 500; number += 1) {
    const integration = number < 83 ? integrations[number % 10] : integrations[10 + (number % others)];
    integration?.clients.push({
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
  return integrations;
}

/** The week with what has been counted of it. */
interface Week {
  random: () => number;
  integrations: SimulatedIntegration[];
  /** Which replicas are alive. */
  replicas: boolean[];
  late: string[];
  /** The longest wait for a place, by tenant. */
  waited: Map<number, number>;
  syncs: number;
  activeSyncs: number;
  seen: number;
}

/** Calls one after another, each when the budget allows it; returns when the last answer has arrived. */
function call(week: Week, integration: SimulatedIntegration, bucket: Bucket, times: number, from: number): number {
  let now = from;
  for (let done = 0; done < times; ) {
    const decision = decideCall(integration.buckets[bucket], bucketLimits[bucket], now);
    integration.buckets[bucket] = decision.state;
    if (decision.waitMilliseconds > 0) {
      now += decision.waitMilliseconds;
      continue;
    }
    integration.sent[bucket].push(now);
    now += 100 + week.random() * 400;
    done += 1;
  }
  return now;
}

function begin(week: Week, integration: SimulatedIntegration, replica: number, now: number): void {
  const at = new Date(now);
  const included = integration.clients.filter((client) => isIncluded(client, at));
  const { calls } = planInventory({
    pageSize: 1_000,
    deviceCounts: included.map(({ devices }) => devices),
    treeCount: integration.clients.reduce((sum, { devices }) => sum + devices + 1, 0),
  });
  // States are read every six hours: a part of the devices in each run.
  const states = included.reduce((sum, client) => sum + (client.devices * (client.active ? 600 : 3_600)) / 21_600, 0);
  let ended = call(week, integration, 'licensing', calls, now);
  ended = call(week, integration, 'incidents', 1 + Math.floor(week.random() * 1.2), ended);
  ended = call(week, integration, 'default', 1 + Math.min(200, Math.ceil(states)), ended);
  const { tenant, queuedAt } = integration;
  week.waited.set(tenant, Math.max(week.waited.get(tenant) ?? 0, now - (queuedAt ?? now)));
  integration.queuedAt = null;
  integration.run = { replica, endsAt: ended, startedAt: now, included };
  for (const client of included) recordLateness(week, integration, client, now);
}

function recordLateness(week: Week, { id }: SimulatedIntegration, client: SimulatedClient, now: number): void {
  const gap = now - client.readAt;
  if (client.readAt > 0 && gap > longestGap(client))
    week.late.push(`${id}: ${gap / minute} minutes, ${client.readActive ? 'active' : 'quiet'}`);
  if (client.unseenSince === null) return;
  const unseen = now - client.unseenSince;
  if (unseen > longestUnseen) week.late.push(`${id}: ${unseen / minute} minutes after a ticket was opened`);
  client.unseenSince = null;
  week.seen += 1;
}

/** Tickets are opened and closed at any time. */
function moveTickets({ integrations, random }: Week, now: number): void {
  for (const client of integrations.flatMap(({ clients }) => clients)) {
    if (now < client.ticketAt) continue;
    client.ticketUntil = client.ticketAt + (1 + random() * 20) * hour;
    client.ticketAt = client.ticketUntil + random() * 4 * 24 * hour;
    if (!client.active) client.unseenSince = now;
  }
}

function isActiveNow({ ticketUntil }: SimulatedClient, now: number): boolean {
  const openTickets = now < ticketUntil ? 1 : 0;
  const facts = { openTickets, lastAgentInstalledAt: null, lastThreatAt: null, watchedAt: null };
  return isActive(facts, new Date(now)).active;
}

/** Brings clients that became active forward, as the service does it. */
function notice({ integrations }: Week, now: number): void {
  const at = new Date(now);
  for (const { id, clients } of integrations)
    for (const client of clients) {
      if (client.active || client.readAt === 0 || isIncluded(client, at)) continue;
      if (!isActiveNow(client, now)) continue;
      const due = activeSyncAt({ now: at, readAt: new Date(client.readAt), restUntil: null, seed: id });
      client.active = true;
      if (due < client.nextSyncAt) client.nextSyncAt = due;
    }
}

function endRuns(week: Week, now: number): void {
  for (const integration of week.integrations) {
    const { run, id } = integration;
    if (run === null || run.endsAt > now) continue;
    integration.run = null;
    for (const client of run.included) {
      client.active = isActiveNow(client, now);
      client.readActive = client.active;
      client.readAt = run.startedAt;
      const readAt = new Date(run.startedAt);
      const facts = { now: new Date(now), readAt, failures: 0, restUntil: null, seed: id, active: client.active };
      client.nextSyncAt = nextSyncAt(facts).at;
      week.syncs += 1;
      if (client.active) week.activeSyncs += 1;
    }
  }
}

/** The third replica dies while it works; its runs are queued again once that is noticed. */
function killThirdReplica({ integrations, replicas }: Week, now: number): void {
  const cutOff = integrations.filter(({ run }) => run?.replica === 2);
  if (!replicas[2] || cutOff.length === 0) return;
  replicas[2] = false;
  for (const integration of cutOff) {
    integration.run = null;
    integration.queuedAt = now + pickedUpAfter;
  }
}

/** All replicas tick at once; the tenant's lock lets one of them queue. */
function queueDue({ integrations }: Week, now: number): void {
  const isDue = ({ nextSyncAt: due }: SimulatedClient) => due.getTime() <= now;
  for (const integration of integrations)
    if (integration.queuedAt === null && integration.run === null && integration.clients.some(isDue))
      integration.queuedAt = now;
}

/** Gives the free places of a replica to the runs that have waited longest. */
function fillPlaces(week: Week, replica: number, now: number): void {
  if (!week.replicas[replica]) return;
  const running = () => week.integrations.filter(({ run }) => run !== null);
  for (
    let free = placesOfReplica - running().filter(({ run }) => run?.replica === replica).length;
    free > 0;
    free -= 1
  ) {
    const [next] = week.integrations
      .filter(({ queuedAt, run }) => queuedAt !== null && queuedAt <= now && run === null)
      .filter(({ tenant }) => running().filter((other) => other.tenant === tenant).length < placesOfTenant)
      .sort((a, b) => (a.queuedAt ?? 0) - (b.queuedAt ?? 0));
    if (next === undefined) return;
    begin(week, next, replica, now);
  }
}

function expectWithinLimits({ id, sent }: SimulatedIntegration): void {
  for (const bucket of Object.keys(sent) as Bucket[]) {
    const { calls, windowMilliseconds } = bucketLimits[bucket];
    const times = sent[bucket];
    for (let last = calls; last < times.length; last += 1)
      if ((times[last] ?? 0) - (times[last - calls] ?? 0) < windowMilliseconds)
        expect.fail(`${id} was over its limit of ${bucket}`);
  }
}

it('syncs 500 clients on time for a week when one of three replicas dies', () => {
  const random = randomNumbers(7);
  const integrations = world(random);
  expect(new Set(integrations.map(({ tenant }) => tenant)).size).toBe(50);
  const replicas = [true, true, true];
  const simulated: Week = {
    ...{ random, integrations, replicas },
    ...{ late: [], waited: new Map(), syncs: 0, activeSyncs: 0, seen: 0 },
  };
  const killAt = start + 3.5 * 24 * hour;
  for (let now = start; now < start + week; now += second) {
    if (now >= killAt) killThirdReplica(simulated, now);
    endRuns(simulated, now);
    moveTickets(simulated, now);
    if ((now - start) % askAgainMilliseconds === 0) notice(simulated, now);
    if ((now - start) % tickEvery === 0) queueDue(simulated, now);
    for (const turn of replicas.keys()) fillPlaces(simulated, (now / second + turn) % replicas.length, now);
  }

  const { late, waited, syncs, activeSyncs, seen } = simulated;
  expect(late).toEqual([]);
  expect(replicas[2]).toBe(false);
  // Every client was read to the end of the week, and both kinds of client were there.
  for (const client of integrations.flatMap(({ clients }) => clients))
    expect(start + week - client.readAt).toBeLessThan(longestGap(client));
  expect(activeSyncs).toBeGreaterThan(50_000);
  expect(seen).toBeGreaterThan(1_000);
  expect(syncs - activeSyncs).toBeGreaterThan(20_000);
  // No other tenant waited longer because of the large one.
  for (const [tenant, longest] of waited)
    if (tenant !== 0) expect(longest, `tenant ${tenant}`).toBeLessThan(2 * patience);
  for (const integration of integrations) expectWithinLimits(integration);
});

it('queues each due integration once, longest wait first, when three replicas tick', async () => {
  const database = await openTestDatabase();
  const now = new Date('2026-03-18T10:00:00Z');
  const queued: string[] = [];
  const queue = {
    sync: async (_: unknown, { tenantId }: { tenantId: string }) => void queued.push(tenantId),
    raisePriority: async () => undefined,
    withoutJob: async () => new Set<string>(),
  };
  const tenants = Array.from({ length: 50 }, (_, number) => `tenant ${number}`);
  for (const [number, tenantId] of tenants.entries()) {
    const integrationId = crypto.randomUUID();
    await database.query
      .insertInto('connection')
      .values({
        ...{ tenantId, id: integrationId, name: tenantId, endpoint: 'https://gz.example/api', sealedKey: '' },
        ...{ keyFingerprint: '', keySetAt: now, keySetBy: 'ada', state: 'CONNECTED', createdAt: now },
      } as never)
      .execute();
    for (const minutes of [number, number + 100])
      await database.query
        .insertInto('company')
        .values({
          ...{
            tenantId,
            id: crypto.randomUUID(),
            connectionId: integrationId,
            bdId: `${minutes}`,
            name: 'Bakery',
            kind: 'COMPANY',
          },
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
});
