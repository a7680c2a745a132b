import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { GCProfiler, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Client } from 'pg';
import pino from 'pino';
import { createAlerting } from '../../src/alert/raising/create-alerting.js';
import { storeCompanies } from '../../src/company/store-companies.js';
import { type Database, openDatabase } from '../../src/database/database.js';
import { migrate } from '../../src/database/migrate.js';
import { asTenant } from '../../src/database/tenancy.js';
import { createGravityZone } from '../../src/gravityzone/reads/client.js';
import { createMemoryBudget } from '../../src/gravityzone/transport/budget.js';
import type { GravityZone } from '../../src/gravityzone/types.js';
import { createFingerprint } from '../../src/integration/key/fingerprint.js';
import { createSealer } from '../../src/integration/key/sealing.js';
import { createOpenGravityZone } from '../../src/integration/open-gravityzone.js';
import type { OpsMerge } from '../../src/opsmerge/opsmerge.js';
import type { Queue } from '../../src/queue/queue.js';
import { requestRun } from '../../src/sync/history/sync-run.store.js';
import { runSync } from '../../src/sync/run/run-sync.js';
import { startPostgres } from './postgres.js';
import { type FleetProcess, plainHost, startFleet } from './simulator-process.js';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

const tenantId = 'bench';
const connectionId = '00000000-0000-4000-8000-000000000001';
const companies = 100;
const devicesOfCompany = 200;
const usualRounds = 7;
const mostTime = 1.5;
const mostRows = 200;
const mostHeap = 1.3;

const signal = new AbortController().signal;
const loopback = { network: '127.0.0.0/8', tenantId: null, ports: null };
const free = { calls: 1_000_000, windowMilliseconds: 1 };
const limits = { default: free, licensing: free, incidents: free };
const sealer = createSealer([{ id: 'bench', key: randomBytes(32) }]);
const fingerprint = createFingerprint(randomBytes(32).toString('base64'));
const logger = pino({ level: 'silent' });

/** What a piece of work cost: seconds by the clock and of this process's CPU, and bytes it allocated. */
interface Cost {
  seconds: number;
  cpu: number;
  allocated: number;
}

/** A fleet, and a database of its own in which its companies are mapped. */
interface Stage {
  fleet: FleetProcess;
  admin: Client;
  url: string;
  devices: number;
}

/**
 * A sync that finds nothing new, beside reading and parsing the pages alone; and the memory of a first sync. `unchanged` or
 * `first` may follow the name of the benchmark, for one of the two, and a number of rounds.
 */
export async function run(): Promise<void> {
  const [part, count] = process.argv.slice(3);
  if (part !== 'first')
    await onStage(companies, devicesOfCompany, (stage) => measureUnchanged(stage, Number(count ?? usualRounds)));
  if (part !== 'unchanged') await compareFirst();
}

async function compareFirst(): Promise<void> {
  const small = await onStage(10, 100, measureFirst);
  const large = await onStage(1_000, 100, measureFirst);
  print(`first sync of ${large.devices} and of ${small.devices} devices, live heap at its peak:`);
  const whole = large.peak / small.peak;
  print(`  ${megabytes(large.peak)} and ${megabytes(small.peak)} MB: ${whole.toFixed(2)} times`);
  print(`  of which above the heap before it: ${megabytes(large.growth)} and ${megabytes(small.growth)} MB`);
  if (whole > mostHeap) fail(`It takes more than ${mostHeap} times the memory.`);
}

/** Alternates: reading and parsing the pages, and a whole run that finds nothing new. */
async function measureUnchanged(stage: Stage, rounds: number): Promise<void> {
  const { walks, syncs } = await withDatabase(stage, (database) => compareWithWalks(stage, database, rounds));
  await makeDue(stage);
  const before = await rowsWritten(stage);
  await withDatabase(stage, (database) => syncOnce(stage, database));
  const after = await rowsWritten(stage);
  const written = [...after].map(([table, rows]) => ({ table, rows: rows - (before.get(table) ?? 0) }));
  const total = written.reduce((sum, { rows }) => sum + rows, 0);

  print(`${stage.devices} devices, ${companies} companies, nothing changed; ${rounds} rounds, middle (least to most)`);
  const line = (name: string, costs: Cost[]) =>
    print(
      `  ${name.padEnd(30)}${spread(costs.map(({ seconds }) => seconds * 1_000)).padEnd(26)}` +
        `${spread(costs.map(({ cpu }) => (cpu * 1e6) / stage.devices)).padEnd(24)}` +
        spread(costs.map(({ allocated }) => allocated / stage.devices)),
    );
  print(`  ${''.padEnd(30)}${'ms'.padEnd(26)}${'µs CPU/device'.padEnd(24)}bytes allocated/device`);
  line('reading and parsing the pages', walks);
  line('unchanged sync', syncs);
  const ratios = syncs.map(({ seconds }, round) => seconds / (walks[round]?.seconds ?? Number.NaN));
  print(`  unchanged sync / reading and parsing: ${spread(ratios, 2)}`);
  print(
    `  rows written: ${total} (${written
      .filter(({ rows }) => rows > 0)
      .map(({ table, rows }) => `${table} ${rows}`)
      .join(', ')})`,
  );
  if (middle(ratios) > mostTime) fail(`It takes more than ${mostTime} times as long.`);
  if (total > mostRows) fail(`It writes more than ${mostRows} rows.`);
}

/** The costs of both, of the same rounds. What makes the companies due is no part of a run. */
async function compareWithWalks(stage: Stage, database: Database, rounds: number) {
  await makeDue(stage);
  await syncOnce(stage, database);
  await stage.admin.query(
    `insert into device_state (tenant_id, device_id, as_of, last_seen_at, online, licence)
     select tenant_id, id, now(), now(), 'ONLINE', 'ACTIVE' from device on conflict do nothing`,
  );
  await stage.admin.query('analyze');
  const walks: Cost[] = [];
  const syncs: Cost[] = [];
  const warmUps = 2;
  for (let round = 0; round < warmUps + rounds; round += 1) {
    walks.push(await costOf(() => walk(stage)));
    await makeDue(stage);
    syncs.push(await costOf(() => syncOnce(stage, database)));
  }
  return { walks: walks.slice(warmUps), syncs: syncs.slice(warmUps) };
}

async function measureFirst(stage: Stage): Promise<{ devices: number; peak: number; growth: number }> {
  collectGarbage();
  const before = heap();
  let peak = 0;
  let statements = 0;
  const onStatement = (statement: string) => {
    statements += 1;
    // The rows of a page are alive while they are stored; the rest is looked at now and then.
    if (!/^\s*(with given|insert into agent)/i.test(statement) && statements % 200 > 0) return;
    collectGarbage();
    peak = Math.max(peak, heap());
  };
  await makeDue(stage);
  await withDatabase(stage, (database) => syncOnce(stage, database), onStatement);
  return { devices: stage.devices, peak, growth: peak - before };
}

async function onStage<Result>(count: number, devices: number, work: (stage: Stage) => Promise<Result>) {
  const running: (() => Promise<unknown>)[] = [];
  try {
    const server = await startPostgres(['fsync=off', 'synchronous_commit=off']);
    running.push(() => server.stop());
    const fleet = await startFleet(count, devices, 'PLAIN');
    running.push(() => fleet.stop());
    await migrate(server.url);
    const admin = new Client({ connectionString: server.url });
    await admin.connect();
    running.push(() => admin.end());
    const stage = { fleet, admin, url: server.url, devices: fleet.devices };
    await connect(stage);
    return await work(stage);
  } finally {
    for (const stop of running.reverse()) await stop();
  }
}

/** An integration whose companies are mapped, each to the client of its name. */
async function connect({ fleet, admin, url }: Stage): Promise<void> {
  const now = new Date();
  await admin.query(
    `insert into connection (tenant_id, id, name, endpoint, sealed_key, key_fingerprint, key_set_at, key_set_by,
       ca_certificate, state, flavour, naive_offset_minutes, page_size, created_at)
     values ($1, $2, 'bench', $3, $4, $5, $6, 'bench', $7, 'CONNECTED', 'CLOUD', 120, 1000, $6)`,
    [
      tenantId,
      connectionId,
      fleet.url,
      sealer.seal(fleet.apiKey, tenantId, connectionId),
      fingerprint(fleet.apiKey),
      now,
      fleet.caCertificate,
    ],
  );
  const database = openDatabase(url, { outside: 'all tenants' });
  const client = clientOf(fleet);
  for await (const page of client.companies())
    await storeCompanies(database.query, { tenantId, id: connectionId }, page.items, now, true);
  await client.close();
  await database.close();
  await admin.query(
    `update company set client_id = name, mapped_at = now(), mapped_by = 'bench',
       deleted_group_bd_id = md5(bd_id), groups_asked_at = now() where kind = 'COMPANY' and name like 'company-%'`,
  );
}

async function makeDue({ admin }: Stage): Promise<void> {
  await admin.query(`update company set next_sync_at = date_trunc('milliseconds', now()) where client_id is not null`);
  // Other connections see what this one has written in the statistics.
  await admin.query('select pg_stat_force_next_flush()');
}

/** Connections of its own: PostgreSQL counts their rows when they end. */
async function withDatabase<Result>(
  { url }: Stage,
  work: (database: Database) => Promise<Result>,
  onStatement?: (statement: string) => void,
): Promise<Result> {
  const database = openDatabase(url, { outside: 'all tenants', onStatement });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

/** One whole run of the companies that are due. */
async function syncOnce({ admin }: Stage, database: Database): Promise<void> {
  const runId = await database.forTenant(tenantId, (transaction) =>
    requestRun(transaction, queue, {
      ...{ tenantId, connectionId, trigger: 'SCHEDULE', requestedBy: 'bench', clientId: null },
      now: new Date(),
    }),
  );
  await asTenant(tenantId, () => runSync(partsOf(database), { tenantId, connectionId, runId }, signal));
  const { rows } = await admin.query('select state from sync_run where id = $1', [runId]);
  if (rows[0]?.state !== 'SUCCEEDED') fail(`A run ended ${rows[0]?.state}.`);
}

/** The queue of jobs is no part of what is measured. */
const queue = {
  sync: async () => undefined,
  raisePriority: async () => undefined,
  withoutJob: async () => new Set<string>(),
  deliver: async () => undefined,
  publish: async () => undefined,
} as unknown as Queue;

function partsOf(database: Database) {
  const gravityZone = { allowedNetworks: [loopback], rateLimits: limits, callSeconds: 60, answerBytes: 8 * 1_048_576 };
  return {
    ...{ database, opsMerge, queue, jobs: queue, logger },
    alerting: createAlerting(queue),
    openGravityZone: createOpenGravityZone({ database, sealer, fingerprint }, gravityZone),
    liveEvents: {
      on: () => () => undefined,
      state: () => ({ listening: true, since: null }),
      close: async () => undefined,
    } as never,
    runSeconds: 3_000,
  };
}

/** Core, which has an agent for each machine of a plain fleet. */
const opsMerge = {
  async *agents(_: string, clientId: string) {
    const company = Number(clientId.split('-')[1]);
    const count = agentsOfClient;
    for (let from = 0; from < count; from += 500)
      yield Array.from({ length: Math.min(500, count - from) }, (_unused, index) => {
        const hostname = plainHost(company, from + index);
        return { id: `agent-${hostname}`, clientId, hostname, macAddresses: [] };
      });
  },
  activities: async () => new Map(),
  tickets: async () => new Map(),
  alerts: async () => new Map(),
} as unknown as OpsMerge;

const agentsOfClient = devicesOfCompany;

function clientOf(fleet: FleetProcess): GravityZone {
  return createGravityZone({
    endpoint: fleet.url,
    apiKey: fleet.apiKey,
    trust: { caCertificate: fleet.caCertificate },
    allowedNetworks: ['127.0.0.0/8', '::1/128'],
    budget: createMemoryBudget(limits),
    flavour: 'CLOUD',
    naiveOffsetMinutes: 120,
    pageSize: 1_000,
  });
}

/** Reads and parses all pages of the inventory, and drops them. */
async function walk({ fleet, devices }: Stage): Promise<void> {
  const client = clientOf(fleet);
  let read = 0;
  for await (const page of client.inventory({})) read += page.devices.length;
  await client.close();
  if (read !== devices) fail(`The pages show ${read} devices instead of ${devices}.`);
}

async function costOf(work: () => Promise<void>): Promise<Cost> {
  collectGarbage();
  const profiler = new GCProfiler();
  const heapBefore = process.memoryUsage().heapUsed;
  const cpuBefore = process.cpuUsage();
  profiler.start();
  const began = performance.now();
  await work();
  const seconds = (performance.now() - began) / 1_000;
  const { user, system } = process.cpuUsage(cpuBefore);
  let allocated = 0;
  let last = heapBefore;
  for (const { beforeGC, afterGC } of profiler.stop().statistics) {
    allocated += beforeGC.heapStatistics.usedHeapSize - last;
    last = afterGC.heapStatistics.usedHeapSize;
  }
  allocated += process.memoryUsage().heapUsed - last;
  return { seconds, cpu: (user + system) / 1e6, allocated };
}

/** Rows written so far, by table. PostgreSQL adds those of a connection when it has ended. */
async function rowsWritten({ admin }: Stage): Promise<Map<string, number>> {
  for (;;) {
    const others = await admin.query(
      `select from pg_stat_activity where backend_type = 'client backend' and datname = current_database() and pid <> pg_backend_pid()`,
    );
    if (others.rows.length === 0) break;
    await sleep(50);
  }
  const { rows } = await admin.query<{ table: string; rows: string }>(
    `select relname as table, n_tup_ins + n_tup_upd + n_tup_del as rows from pg_stat_user_tables order by 1`,
  );
  return new Map(rows.map(({ table, rows: written }) => [table, Number(written)]));
}

const heap = (): number => {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};
const megabytes = (bytes: number): string => (bytes / 1_048_576).toFixed(1);

function middle(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function spread(values: number[], digits = 0): string {
  const shown = [middle(values), Math.min(...values), Math.max(...values)].map((value) => value.toFixed(digits));
  return `${shown[0]} (${shown[1]} to ${shown[2]})`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function fail(message: string): void {
  print(message);
  process.exitCode = 1;
}
