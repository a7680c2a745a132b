import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { beforeEach, expect, it } from 'vitest';
import { type Database } from '../../../src/database/database.js';
import { clearCoverage } from '../../../src/device/coverage/clear-coverage.js';
import { createCoverageReader, recordCoverage } from '../../../src/device/coverage/coverage.reader.js';
import { Gap } from '../../../src/device/coverage/gap.type.js';
import { keepCoverage } from '../../../src/device/coverage/keep-coverage.js';
import type { MaintenanceStep } from '../../../src/job/maintenance.js';
import { openTestDatabase } from '../../support/database.js';
import { agoMilliseconds, day, now, readAt, storeMachines, tenantId, well } from '../../support/machines.js';

let database: Database;
beforeEach(async () => {
  database = await openTestDatabase();
});

const reader = () => createCoverageReader(database, () => now);
const run = (step: MaintenanceStep) => step.run({ database, tenantId, now, signal: new AbortController().signal });
const kept = () =>
  database.query
    .selectFrom('coverageDay')
    .selectAll()
    .select([sql<string>`coverage_day.day::text`.as('onDay'), sql<string>`xmin::text`.as('version')])
    .orderBy('tenantId')
    .orderBy('clientId')
    .orderBy('coverageDay.day')
    .execute();
/** Of two with an agent one is protected; the third is gone, and nobody has it. */
const storeSome = () =>
  storeMachines(database, [
    { ...well, name: 'SAFE' },
    { ...well, name: 'NOTICED', managed: false },
    { ...well, name: 'LONELY', hasAgent: false },
    { ...well, name: 'GONE', hasAgent: false, present: false },
  ]);
const some = { machines: 3, agents: 2, protectedAgents: 1 };
const one = { machines: 1, agents: 1, protectedAgents: 1 };
const none = { machines: 0, agents: 0, protectedAgents: 0 };
const lonely = (machines: number) => ({ gap: Gap.NO_AGENT, machines });

async function storeUnmapped(): Promise<void> {
  const clientId = await storeMachines(database, [{ ...well, hasAgent: false, more: { clientId: null } }]);
  const unmapped = { clientId: null, lastSyncedAt: null, staleAt: null };
  await database.query.updateTable('company').set(unmapped).where('clientId', '=', clientId).execute();
}

it('returns coverage in the requested order, zero for clients without machines', async () => {
  const [first, second] = [await storeSome(), await storeMachines(database, [well])];
  await storeUnmapped();
  const old = agoMilliseconds(3 * day);
  const setTimes = (clientId: string, lastSyncedAt: Date, staleAt: Date) =>
    database.query.updateTable('company').set({ lastSyncedAt, staleAt }).where('clientId', '=', clientId).execute();
  await setTimes(first, old, agoMilliseconds(day));
  await setTimes(second, readAt, agoMilliseconds(-day));

  const found = await reader().ofClients(tenantId, [second, 'nobody', first]);
  expect(found).toMatchObject([
    { clientId: second, clients: 1, ...one, asOf: readAt, stale: false },
    { clientId: 'nobody', clients: 0, ...none, asOf: null, stale: true },
    { clientId: first, clients: 1, ...some, asOf: old, stale: true },
  ]);
  const counts = found.map(({ gaps }) => gaps.map(({ gap }) => gap));
  expect(counts).toEqual(Array(3).fill(Object.values(Gap)));
  expect(found.map(({ gaps }) => gaps.find(({ gap }) => gap === Gap.NO_AGENT))).toEqual([0, 0, 1].map(lonely));

  const ofTenant = await reader().ofTenant(tenantId);
  expect(ofTenant).toMatchObject({ clientId: null, clients: 2, machines: 4, agents: 3, protectedAgents: 2 });
  expect(ofTenant).toMatchObject({ asOf: old, stale: true });
  expect(ofTenant.gaps).toContainEqual(lonely(1));
  await setTimes(first, old, agoMilliseconds(-day));
  expect((await reader().ofTenant(tenantId)).stale).toBe(false);
});

it('returns trends per client and summed, with current coverage for today', async () => {
  const [first, second] = [await storeSome(), await storeMachines(database, [well])];
  await recordCoverage(database.query, tenantId, [first, second], agoMilliseconds(day));
  await recordCoverage(database.query, tenantId, [first, second], now);
  await recordCoverage(database.query, tenantId, [second], agoMilliseconds(-day));
  await database.query.deleteFrom('device').where('clientId', '=', first).where('name', '=', 'LONELY').execute();
  const clients = await reader().ofClients(tenantId, [second, first]);
  const trends = await reader().trends(tenantId, [...clients, await reader().ofTenant(tenantId)], 5);
  const [yesterday, today] = ['2026-03-17', '2026-03-18'];
  expect(trends).toMatchObject([
    [
      { day: yesterday, clients: 1, ...one },
      { day: today, clients: 1, ...one },
    ],
    [
      { day: yesterday, clients: 1, ...some },
      { day: today, clients: 1, ...some, machines: 2 },
    ],
    [
      { day: yesterday, clients: 2, machines: 4, agents: 3, protectedAgents: 2 },
      { day: today, clients: 2, machines: 3, agents: 3, protectedAgents: 2 },
    ],
  ]);
  const lonelies = trends.map((days) => days.map(({ gaps }) => gaps.find(({ gap }) => gap === Gap.NO_AGENT)?.machines));
  expect(lonelies).toEqual([
    [0, 0],
    [1, 0],
    [1, 0],
  ]);
});

it('records the day of the given clients, and rewrites only changes', async () => {
  const [first, second] = [await storeMachines(database, [well]), await storeSome()];
  await recordCoverage(database.query, tenantId, [second], now);
  expect(await kept()).toMatchObject([{ clientId: second, onDay: '2026-03-18', ...some }]);
  await recordCoverage(database.query, tenantId, [first, second], now);
  const before = await kept();
  expect(before).toHaveLength(2);
  await recordCoverage(database.query, tenantId, [first, second], now);
  expect(await kept()).toEqual(before);

  const ofFirst = async () => (await kept()).find(({ clientId }) => clientId === first);
  const update = (change: object) =>
    database.query.updateTable('device').set(change).where('clientId', '=', first).execute();
  await update({ policyApplied: false });
  await recordCoverage(database.query, tenantId, null, now);
  expect(await ofFirst()).toMatchObject({ ...one, gaps: { POLICY_NOT_APPLIED: 1, UNPROTECTED: 0 } });
  await update({ managed: false });
  await recordCoverage(database.query, tenantId, null, now);
  expect(await ofFirst()).toMatchObject({ ...one, protectedAgents: 0, gaps: { UNPROTECTED: 1 } });
  await sql`delete from agent where client_id = ${first}`.execute(database.query);
  await update({ agentId: null });
  await recordCoverage(database.query, tenantId, null, now);
  expect(await ofFirst()).toMatchObject({ ...one, agents: 0, protectedAgents: 0 });
  expect((await kept()).filter(({ clientId }) => clientId === second)).toEqual(
    before.filter(({ clientId }) => clientId === second),
  );
});

it('records the day of every client in the maintenance', async () => {
  const clientIds = [await storeSome(), await storeMachines(database, [well])].sort();
  await storeUnmapped();
  await sql`insert into agent (tenant_id, id, client_id, hostname, host_key, macs)
    values ('msp-two', 'a', 'theirs', 'PC', 'pc', '{}')`.execute(database.query);
  await run(keepCoverage);
  expect((await kept()).map(({ tenantId: tenant, clientId }) => [tenant, clientId])).toEqual(
    clientIds.map((clientId) => [tenantId, clientId]),
  );
});

it('deletes only what is older than the longest trend in maintenance', async () => {
  const daysAgo = [0, 400, 401, 402, 403];
  const ats = [0, 401 * day, 401 * day + 1_000, 900 * day].map(agoMilliseconds);
  for (const tenant of [tenantId, 'msp-two']) {
    for (const ago of daysAgo)
      await sql`insert into coverage_day (tenant_id, client_id, day, machines, agents, protected_agents, gaps)
        values (${tenant}, 'client', ${agoMilliseconds(ago * day)
          .toISOString()
          .slice(0, 10)}::date, 1, 1, 1, '{}')`.execute(database.query);
    for (const at of ats)
      await database.query
        .insertInto('deviceEvent')
        .values({ tenantId: tenant, id: randomUUID(), deviceId: randomUUID(), kind: 'MISSING', at })
        .execute();
  }
  await run(clearCoverage);
  const left = Object.groupBy(await kept(), ({ tenantId: tenant }) => tenant);
  expect(left[tenantId]?.map((row) => row.onDay)).toEqual(['2025-02-10', '2025-02-11', '2026-03-18']);
  expect(left['msp-two']).toHaveLength(daysAgo.length);
  const events = Object.groupBy(
    await database.query.selectFrom('deviceEvent').select(['tenantId', 'at']).orderBy('at', 'desc').execute(),
    ({ tenantId: tenant }) => tenant,
  );
  expect(events[tenantId]?.map(({ at }) => at)).toEqual(ats.slice(0, 2));
  expect(events['msp-two']).toHaveLength(ats.length);
});
