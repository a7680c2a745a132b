import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { seedDemoWorld } from '../../../demo/gravityzone/seed.js';
import { type RecordedCall, realLimits, startGravityZoneSimulator } from '../../../demo/gravityzone/simulator.js';
import { type RateLimits } from '../../../src/config.js';
import { type Database, openDatabase } from '../../../src/database/database.js';
import { createGravityZone } from '../../../src/gravityzone/reads/client.js';
import { readingMethods } from '../../../src/gravityzone/reads/methods.js';
import { bucketLimits } from '../../../src/gravityzone/transport/budget.js';
import type { Bucket } from '../../../src/gravityzone/types.js';
import { createSharedBudget } from '../../../src/integration/rate-budget.js';
import { freshDatabase } from '../../support/database.js';
import { atEndOfFile } from '../../support/end-of-file.js';
import { technician, testEnvironment } from '../../support/environment.js';
import { connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';

const buckets = ['default', 'licensing', 'incidents'] as const satisfies Bucket[];
const bucketOf = new Map<string, Bucket>(Object.values(readingMethods).map(({ method, bucket }) => [method, bucket]));

/** The most calls that lie within one window of so many milliseconds. */
function most(calls: RecordedCall[], windowMilliseconds: number): number {
  const times = calls.map(({ at }) => at.getTime());
  return Math.max(0, ...times.map((end) => times.filter((at) => at <= end && at > end - windowMilliseconds).length));
}

/**
 * In CI the windows are the real ones, and the test takes minutes. Elsewhere the long ones are a twentieth, at
 * Bitdefender's and at ours: as many calls for a window as in earnest, in less time. None is shorter than the shortest
 * real one, or the calls of a loaded machine would arrive in bunches that no margin holds.
 */
const faster = process.env.CI === 'true' ? 1 : 20;
const inTest = (windowMilliseconds: number): number => Math.max(1_000, windowMilliseconds / faster);
/** At the real values the limits alone make a run last more than two minutes. */
const patienceSeconds = 600;
/**
 * Calls leave in time and may arrive late, by more than the service leaves room for where the machine stands still: the
 * simulator counts within a shorter window. Calls that nothing holds back would break that one, too.
 */
const lateMilliseconds = 500;
/** What a 429 asks for: until the window is over, in whole seconds. */
const restSeconds = (bucket: Bucket): number => inTest(bucketLimits[bucket].windowMilliseconds) / 1_000;

it(
  'keeps within the limits and loses nothing when it first syncs 10,000 devices',
  async () => {
    const scaled = <Key extends string, From, To>(given: Record<Key, From>, scale: (from: From) => To) =>
      Object.fromEntries(Object.entries<From>(given).map(([bucket, limit]) => [bucket, scale(limit)])) as Record<
        Key,
        To
      >;
    const environment = await testEnvironment({
      simulator: {
        limits: scaled({ ...realLimits }, ({ calls, perSeconds }) => ({
          calls,
          perSeconds: (inTest(perSeconds * 1_000) - lateMilliseconds) / 1_000,
        })),
      },
      rateLimits: scaled(bucketLimits, ({ calls, windowMilliseconds }) => ({
        calls,
        windowMilliseconds: inTest(windowMilliseconds),
      })),
    });
    const { world, calls, faults } = environment.gravityZone;
    const seeded = seedDemoWorld(world, { companies: 200, devicesPerCompany: 50, weeks: 1 });
    const core = environment.core.world('msp-one');
    const clients = Object.fromEntries(seeded.map(({ id, name }) => [id, core.addClient({ name }).id]));
    await connectSimulator(environment);
    for (let start = 0; start < seeded.length; start += 100)
      await mapByBdId(environment, Object.fromEntries(Object.entries(clients).slice(start, start + 100)));
    expect(calls.filter(({ status }) => status === 429)).toEqual([]);

    // One refusal for each bucket, as when another tool uses the key.
    for (const method of ['getNetworkInventoryItems', 'getIncidentsList', 'getManagedEndpointDetails'] as const)
      faults.add({ kind: 'throttledJson', method, retryAfterSeconds: restSeconds(bucketOf.get(method) ?? 'default') });
    calls.length = 0;
    const run = await syncNow(environment, Object.values(clients)[0] ?? '', technician, patienceSeconds);

    expect(run.state).toBe('SUCCEEDED');
    const found = Object.fromEntries(run.streams.map(({ stream, fetched }) => [stream, fetched]));
    expect(world.devices.size).toBeGreaterThan(10_000);
    expect(found).toMatchObject({ INVENTORY: world.devices.size, INCIDENTS: world.incidents.size });
    expect(found.QUARANTINE).toBe(world.quarantine.size);
    for (const bucket of buckets) {
      const ofBucket = calls.filter(({ method }) => (bucketOf.get(method) ?? 'default') === bucket);
      const refused = ofBucket.findIndex(({ status }) => status === 429);
      expect(ofBucket.filter(({ status }) => status === 429)).toHaveLength(1);
      const rested = (ofBucket[refused + 1]?.at.getTime() ?? 0) - (ofBucket[refused]?.at.getTime() ?? 0);
      expect(rested).toBeGreaterThanOrEqual(restSeconds(bucket) * 1_000);
    }
  },
  1_000 * (patienceSeconds + 120),
);

it('shares the rate window of a key when two replicas use it', async () => {
  const simulator = await startGravityZoneSimulator({ limits: 'off', largestPage: 100 });
  atEndOfFile(() => simulator.close());
  for (let number = 0; number < 700; number += 1)
    simulator.world.addDevice({ companyId: simulator.world.root.id, name: `PC-${number}` });
  const url = await freshDatabase();
  const apiKey = simulator.addKey();
  // Twice the window that is counted below, so that a machine under load, where calls leave late, does not fail the test.
  const limits: RateLimits = { licensing: { calls: 5, windowMilliseconds: 2_000 } };
  const replicas = [openDatabase(url, { outside: 'all tenants' }), openDatabase(url, { outside: 'all tenants' })].map(
    (database) => ({
      database,
      gravityZone: createGravityZone({
        endpoint: simulator.url,
        apiKey,
        trust: { caCertificate: simulator.caCertificate },
        allowedNetworks: ['127.0.0.0/8', '::1/128'],
        budget: createSharedBudget(database, 'fingerprint', limits),
        flavour: 'CLOUD',
        naiveOffsetMinutes: 0,
        pageSize: 100,
      }),
    }),
  );
  await Promise.all(
    replicas.map(async ({ gravityZone }) => {
      for await (const page of gravityZone.inventory({})) expect(page.skipped).toEqual([]);
    }),
  );
  expect(simulator.calls).toHaveLength(14);
  expect(most(simulator.calls, 1_000)).toBeLessThanOrEqual(5);

  // A refusal that one replica receives pauses the other too: the limit is the key's.
  const [first, second] = replicas.map(({ database }) => createSharedBudget(database, 'another', limits));
  await first?.penalise('licensing', 200);
  const waiting = second?.reserve('licensing', AbortSignal.timeout(200));
  await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' });
  await first?.penalise('licensing', 3_600);
  await expect(second?.reserve('licensing')).rejects.toMatchObject({ code: 'THROTTLED' });
  await second?.reserve('default');
  for (const { database, gravityZone } of replicas) {
    await gravityZone.close();
    await database.close();
  }
});

it('records each call once when many are taken at the same moment by two replicas', async () => {
  const url = await freshDatabase();
  const limits: RateLimits = { licensing: { calls: 100, windowMilliseconds: 3_600_000 } };
  const databases = [0, 1].map(() => openDatabase(url, { outside: 'all tenants' }));
  const budgets = databases.map((database) => createSharedBudget(database, 'fingerprint', limits));
  const taken = await Promise.allSettled(
    Array.from({ length: 130 }, (_, number) => budgets[number % 2]?.reserve('licensing')),
  );

  // The others would have to wait for most of an hour.
  expect(taken.filter(({ status }) => status === 'fulfilled')).toHaveLength(100);
  const refused = taken.flatMap((one) => (one.status === 'rejected' ? (one.reason as { code: string }).code : []));
  expect(refused).toEqual(Array.from({ length: 30 }, () => 'THROTTLED'));
  const { rows } = await sql<{ calls: number[] }>`select calls from rate_budget`.execute(
    databases[0]?.query as Database['query'],
  );
  expect(rows.map(({ calls }) => calls.length)).toEqual([100]);
  for (const database of databases) await database.close();
});
