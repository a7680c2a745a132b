import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { Client } from 'pg';
import { openDatabase } from '../../src/database/database.js';
import { appendChanges } from '../../src/live/change-log.js';
import { migrateAll } from '../../src/prepare-database.js';
import { plantedThreat, plantThreats } from '../support/threats.js';
import { type Child, startChild } from './child.js';
import { type ClientsRequest, type Heard, sharedNow } from './live-clients.js';
import { startPostgres } from './postgres.js';

/** A tenant may have 500 sockets: two of them have a thousand, each with one subscription. */
const subscribersOfTenant = 500;
const people = 10;
const rawChannel = 'bench_raw';
const patience = 60;
const log = { table: 'threat_change', subject: 'threat_id', topic: 'threats' } as const;
const query = `subscription { bitdefenderThreatChanged(filter: { minimumSeverity: UNKNOWN, status: ALL }) {
  cursor kinds changeCount threat { id name severity status hostName filePath assigneeId note } } }`;

/** One of both servers, with its clients. Its tenants are its own, so that a change reaches nobody at the other one. */
interface Side {
  tenants: readonly string[];
  clients: Child;
}

/** Milliseconds from the moment before the first COMMIT was sent to the last frame, and how many frames came with how many bytes. */
interface Delivery {
  milliseconds: number;
  frames: number;
  bytes: number;
}

interface Work {
  name: string;
  changes: number;
  rounds: number;
  goal: number;
}

const works: readonly Work[] = [
  { name: 'one event to 1,000 subscribers', changes: 1, rounds: 20, goal: 0.5 },
  { name: 'a burst of 20 changes to 1,000', changes: 20, rounds: 10, goal: 0.8 },
];

const tenantsOf = { service: ['msp-a1', 'msp-a2'], raw: ['msp-b1', 'msp-b2'] } as const;

/**
 * One change, and a burst of 20, for 1,000 subscribers over WebSocket: served, beside a bare `ws` server that sends the same bytes, with differing ids
 * and without any work, when it is notified of the same commit. Both are processes of their own, as are their clients, which count frames without
 * parsing them. Time is taken from the moment before the first COMMIT is sent to the last frame: PostgreSQL's commit and notification are in it on
 * both sides, and reading, executing and writing JSON on the one of the service. The changes of a burst are commits of their own, one after another,
 * each of another threat, so that nothing is merged. Both take turns. More rounds may follow the name of the benchmark, as a factor.
 */
export async function run(): Promise<void> {
  const factor = Number(process.argv[3] ?? 1);
  const closing: (() => Promise<unknown>)[] = [];
  try {
    const { sides, cause } = await setStage(closing);
    for (const work of works) {
      // What is compiled at first use is not what is measured.
      const measured = { service: [] as Delivery[], raw: [] as Delivery[] };
      for (let round = -3; round < work.rounds * factor; round += 1)
        for (const side of ['service', 'raw'] as const) {
          const delivery = await deliver(sides[side], () => cause(side, work.changes), work.changes);
          if (round >= 0) measured[side].push(delivery);
        }
      report(work, measured);
    }
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

async function setStage(closing: (() => Promise<unknown>)[]) {
  const postgres = await startPostgres(['fsync=off']);
  closing.push(() => postgres.stop());
  await migrateAll({ url: postgres.url, directUrl: postgres.url });
  const threats = await plant(postgres.url);
  const database = openDatabase(postgres.url, { outside: 'all tenants' });
  closing.push(() => database.close());

  /** Commits that many changes, one after another; returns when the first COMMIT was about to be sent. */
  async function cause(side: keyof typeof tenantsOf, changes: number): Promise<number> {
    let began: number | undefined;
    for (let number = 0; number < changes; number += 1)
      await database.query.transaction().execute(async (transaction) => {
        for (const tenant of tenantsOf[side]) {
          const change = { subjectId: threats[tenant]?.[number] ?? '', kind: 'NOTED', actor: 'bench', detail: {} };
          await appendChanges(transaction, log, tenant, [change], new Date());
          if (side === 'raw') await sql`select pg_notify(${rawChannel}, ${tenant})`.execute(transaction);
        }
        began ??= sharedNow();
      });
    return began ?? 0;
  }

  const start = async (file: string) => {
    const child = await startChild(new URL(file, import.meta.url));
    closing.push(() => child.stop());
    return child;
  };
  const service = await start('./live-service.js');
  const { url, tokens } = await service.ask<{ url: string; tokens: string[][] }>({
    ...{ databaseUrl: postgres.url, tenants: tenantsOf.service, people },
  });
  const served: Side = { tenants: tenantsOf.service, clients: await start('./live-clients.js') };
  await served.clients.ask({
    query,
    open: tenantsOf.service.flatMap((tenant, index) =>
      (tokens[index] ?? []).map((token) => ({ url, token, tenant, sockets: subscribersOfTenant / people })),
    ),
  } satisfies ClientsRequest);
  const payloads = await untilAllListen(served, () => cause('service', 1));

  const raw = await start('./live-raw.js');
  const { url: rawUrl } = await raw.ask<{ url: string }>({
    ...{ databaseUrl: postgres.url, channel: rawChannel },
    payloads: Object.fromEntries(
      tenantsOf.raw.map((tenant, index) => [tenant, payloads[tenantsOf.service[index] ?? '']]),
    ),
  });
  const bare: Side = { tenants: tenantsOf.raw, clients: await start('./live-clients.js') };
  await bare.clients.ask({
    query,
    open: tenantsOf.raw.map((tenant) => ({ url: rawUrl, tenant, sockets: subscribersOfTenant })),
  } satisfies ClientsRequest);
  await untilAllListen(bare, () => cause('raw', 1));
  return { cause, sides: { service: served, raw: bare } };
}

/** Threats of each tenant, one for each change of a burst. */
async function plant(url: string): Promise<Record<string, string[]>> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query("set opsmerge.tenant = '*'");
  const planted = [...tenantsOf.service, ...tenantsOf.raw].map((tenantId) => {
    const threats = Array.from({ length: 20 }, () =>
      plantedThreat({
        tenantId,
        hostName: 'WIN-1234',
        filePath: 'C:\\Users\\maria\\Downloads\\invoice-2026-03.pdf.exe',
      }),
    );
    return { tenantId, threats };
  });
  for (const { threats } of planted) await plantThreats(client, threats);
  await client.end();
  return Object.fromEntries(planted.map(({ tenantId, threats }) => [tenantId, threats.map(({ id }) => id)]));
}

/** Makes changes until one is heard by all, which may take some to begin; returns the payloads of the first frames. */
async function untilAllListen({ clients }: Side, cause: () => Promise<unknown>): Promise<Heard['payloads']> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    await cause();
    await sleep(1_500);
    const { frames, payloads } = await clients.ask<Heard>({ frames: 0, seconds: 1 } satisfies ClientsRequest);
    if (frames === 2 * subscribersOfTenant) return payloads;
  }
  throw new Error('Not all subscribers began to listen.');
}

async function deliver({ clients }: Side, cause: () => Promise<number>, changes: number): Promise<Delivery> {
  // What the round before left behind, such as garbage, is not this one's.
  await sleep(200);
  const frames = changes * 2 * subscribersOfTenant;
  const heard = clients.ask<Heard>({ frames, seconds: patience } satisfies ClientsRequest);
  const began = await cause();
  const { last, frames: came, bytes } = await heard;
  if (came !== frames) throw new Error(`${came} of ${frames} frames came.`);
  return { milliseconds: last - began, frames, bytes };
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

function report({ name, goal }: Work, measured: { service: Delivery[]; raw: Delivery[] }): void {
  const milliseconds = { service: [] as number[], raw: [] as number[] };
  for (const side of ['service', 'raw'] as const) milliseconds[side] = measured[side].map((each) => each.milliseconds);
  const of = (values: readonly number[], digits = 0) =>
    `${median(values).toFixed(digits)} (${Math.min(...values).toFixed(digits)} to ${Math.max(...values).toFixed(digits)})`;
  const rates = (side: 'service' | 'raw') => measured[side].map((each) => (each.frames * 1_000) / each.milliseconds);
  // Of neighbours, so that what else the machine does meets both.
  const ratios = milliseconds.raw.map((raw, round) => raw / (milliseconds.service[round] ?? 0));
  const later = milliseconds.raw.map((raw, round) => (milliseconds.service[round] ?? 0) - raw);
  const bytes = (side: 'service' | 'raw') => measured[side].reduce((sum, each) => sum + each.bytes, 0);
  process.stdout.write(
    `${name}: median of ${ratios.length} rounds (lowest to highest)
  deliveries/s    served ${of(rates('service'))}, raw ws ${of(rates('raw'))}, ratio ${of(ratios, 2)}; goal >= ${goal.toFixed(2)}
  the last after  served ${of(milliseconds.service)} ms, raw ws ${of(milliseconds.raw)} ms, later by ${of(later)} ms
  bytes           served ${bytes('service')}, raw ws ${bytes('raw')}\n`,
  );
}
