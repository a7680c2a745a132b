import 'reflect-metadata';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type RawBuilder, sql } from 'kysely';
import { type Database, openDatabase } from '../../src/database/database.js';
import { migrate } from '../../src/database/migrate.js';
import { createMachineReader } from '../../src/device/machine/machine.reader.js';
import { MachineOrder } from '../../src/device/machine/machine.type.js';
import { matchClient } from '../../src/device/matching/match-client.js';
import { readKnownMatches } from '../../src/device/matching/matching-fingerprint.js';
import type { CoreAgent, OpsMerge } from '../../src/opsmerge/opsmerge.js';
import { startPostgres } from './postgres.js';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

const tenantId = 'bench';
const clients = 100;
const machinesOfClient = 1_000;
const agentsPage = 100;
/** What the peak may grow by with a hundred times the clients: nothing, but for what a measurement is off. */
const mostGrowth = 1.5;
const how = { signal: new AbortController().signal, mode: 'NORMALISED', known: undefined } as const;

const clientName = (number: number) => `client-${number}`;
const megabytes = (bytes: number): string => (bytes / 1_048_576).toFixed(1);

/**
 * The merge of 100,000 devices with 100,000 agents, as a sync does it client by client, beside a plain SQL join of the
 * same rows; and the most memory it takes for all clients beside one of them.
 */
export async function run(): Promise<void> {
  const server = await startPostgres(['fsync=off', 'synchronous_commit=off']);
  let onStatement: () => void = () => undefined;
  let database: Database | null = null;
  try {
    await migrate(server.url);
    database = openDatabase(server.url, { onStatement: () => onStatement(), outside: 'all tenants' });
    await fill(database);
    const parts = { database, opsMerge };
    const mergeAll = async () => {
      let matched = 0;
      for (let number = 0; number < clients; number += 1) matched += Number(await mergeClient(parts, number));
      return matched;
    };
    const passAll = async () => {
      const names = Array.from({ length: clients }, (_, number) => clientName(number));
      const known = await readKnownMatches(parts.database.query, tenantId, names, new Date());
      let passed = 0;
      for (const name of names)
        if ((await matchClient(parts, tenantId, name, { ...how, known: known.get(name) })) === 'UNCHANGED') passed += 1;
      return passed;
    };

    await mergeClient(parts, 0);
    const first = await timed(mergeAll);
    await sql`analyze`.execute(database.query);
    const again = await timed(mergeAll);
    const passed = await timed(passAll);
    const joined = await best(database, plainJoin);
    const written = await best(database, plainUpdate);
    const rows = clients * machinesOfClient;
    print(`${rows} devices, ${rows} agents, ${clients} clients`);
    print(`merge, all new:    ${perSecond(rows, first.seconds)} devices/s, matched ${first.result}`);
    print(`merge, unchanged:  ${perSecond(rows, again.seconds)} devices/s`);
    print(`the same, by fingerprint: ${perSecond(rows, passed.seconds)} devices/s`);
    print(`plain SQL join:    ${perSecond(rows, joined.seconds)} devices/s, matched ${joined.result}`);
    print(`plain SQL update:  ${perSecond(rows, written.seconds)} devices/s`);
    print(`merge, all new / plain SQL update:  ${(first.seconds / written.seconds).toFixed(2)} times as long`);
    print(`merge, unchanged / plain SQL join:  ${(again.seconds / joined.seconds).toFixed(2)} times as long`);
    // A quarter of the names differ by their domain, which a plain join does not see through.
    if (passed.result !== clients) fail('Unchanged clients were matched again.');
    if (Number(first.result) !== rows) fail('The merge did not match every machine.');

    for (const order of Object.values(MachineOrder)) {
      const page = await timed(() =>
        createMachineReader(parts.database).page(
          tenantId,
          { filter: {}, orderBy: order, reverse: false },
          { first: 100 },
        ),
      );
      print(
        `first page of the whole merged list by ${order}: ${(page.seconds / joined.seconds).toFixed(2)} plain joins`,
      );
    }

    const peakOf = async (numbers: number[]) => {
      collectGarbage();
      const before = process.memoryUsage().heapUsed;
      let peak = 0;
      onStatement = () => {
        collectGarbage();
        peak = Math.max(peak, process.memoryUsage().heapUsed - before);
      };
      for (const number of numbers) await mergeClient(parts, number);
      onStatement = () => undefined;
      return peak;
    };
    const everyone = Array.from({ length: clients }, (_, number) => number);
    // The first round also pays for what is compiled and buffered once.
    await peakOf(everyone);
    // What else the process does only ever adds: the lowest of some rounds is the merge's own.
    const lowest = async (numbers: number[]) =>
      Math.min(await peakOf(numbers), await peakOf(numbers), await peakOf(numbers));
    const one = await lowest([1]);
    const all = await lowest(everyone);
    print(
      `live heap at its peak: ${megabytes(one)} MB for one client, ${megabytes(all)} MB for ${clients}: ${(all / one).toFixed(2)} times`,
    );
    if (all > one * mostGrowth) fail('The memory grows with the number of clients.');
  } finally {
    await database?.close();
    await server.stop();
  }
}

/** Core returning the agents of a client, page by page. */
const opsMerge = {
  async *agents(_: string, clientId: string) {
    for (let from = 0; from < machinesOfClient; from += agentsPage)
      yield Array.from({ length: agentsPage }, (_unused, index) => agentOf(clientId, from + index));
  },
} as unknown as OpsMerge;

function agentOf(clientId: string, number: number): CoreAgent {
  // Every fourth agent says its domain.
  const hostname = `ws-${number}${number % 4 === 0 ? '.corp.example' : ''}`;
  return { id: `${clientId}-agent-${number}`, clientId, hostname, macAddresses: [] };
}

function mergeClient(parts: { database: Database; opsMerge: OpsMerge }, number: number) {
  return matchClient(parts, tenantId, clientName(number), how);
}

async function fill(database: Database): Promise<void> {
  await sql`
    insert into device (tenant_id, id, connection_id, company_id, client_id, bd_id, name, host_key, macs, machine_type, managed,
                        content_hash, presence, presence_changed_at, first_seen_at, changed_at, match_kind, match_reason,
                        match_candidates)
    select ${tenantId}, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'client-' || client, client || '-' || number,
           'WS-' || number, 'ws-' || number, '{}', 'COMPUTER', true, '', 'PRESENT', now(), now(), now(), 'NONE',
           'Not matched yet.', '{}'
    from generate_series(0, ${clients - 1}) as client, generate_series(0, ${machinesOfClient - 1}) as number`.execute(
    database.query,
  );
  await sql`analyze device`.execute(database.query);
}

/** The least that could be done: equal names, in any case, inside the client. */
const plainJoin = sql<{ matched: string }>`
  select count(*) as matched from device
  join agent on agent.tenant_id = device.tenant_id and agent.client_id = device.client_id
    and lower(agent.hostname) = lower(device.name)
  where device.tenant_id = ${tenantId}`;
const plainUpdate = sql<{ matched: string }>`
  with written as (
    update device set agent_id = agent.id, match_kind = 'PLAIN' from agent
    where device.tenant_id = ${tenantId} and agent.tenant_id = device.tenant_id and agent.client_id = device.client_id
      and lower(agent.hostname) = lower(device.name)
    returning 1)
  select count(*) as matched from written`;

/** The fastest of three, each undone. */
async function best(database: Database, statement: RawBuilder<{ matched: string }>) {
  const runs: { seconds: number; result: string | undefined }[] = [];
  const undone = new Error('Undone.');
  for (let turn = 0; turn < 3; turn += 1)
    await database.query
      .transaction()
      .execute(async (transaction) => {
        runs.push(await timed(async () => (await statement.execute(transaction)).rows[0]?.matched));
        throw undone;
      })
      .catch((error: unknown) => {
        if (error !== undone) throw error;
      });
  return runs.reduce((fastest, each) => (each.seconds < fastest.seconds ? each : fastest));
}

async function timed<Result>(work: () => Promise<Result>): Promise<{ seconds: number; result: Result }> {
  const began = performance.now();
  const result = await work();
  return { seconds: (performance.now() - began) / 1000, result };
}

function perSecond(rows: number, seconds: number): string {
  return Math.round(rows / seconds).toLocaleString('en-GB');
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function fail(message: string): void {
  print(message);
  process.exitCode = 1;
}
