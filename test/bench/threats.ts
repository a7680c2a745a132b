import 'reflect-metadata';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Pool } from 'pg';
import { Pool as HttpPool } from 'undici';
import { startEmbeddedPostgres } from '../../src/database/embedded/embedded-postgres.js';
import { migrate } from '../../src/database/migrate.js';
import { startAnswering } from './answering-process.js';
import { planted, plantManyThreats } from './plant-threats.js';

const atOnce = 8;
/** By hand and served take turns, so that whatever else the machine does meets both. */
const rounds = 4;
const warmUps = 60;

interface Case {
  name: string;
  /** The request to the service and the same by hand, for the number of the request. */
  query: string;
  variables: (number: number) => object;
  sql: string;
  values: (number: number) => unknown[];
}

const page = `edges { cursor node { id name severity status action filePath hostName detectedAt lastDetectedAt occurrences
  client { id } agent { id } } } pageInfo { hasNextPage endCursor }`;
const columns = `threat.id, threat.name, threat.severity, threat.status, threat.action, threat.file_path, threat.host_name,
  threat.detected_at, threat.last_detected_at, threat.occurrences, threat.client_id, device.agent_id
  from threat left join device on device.tenant_id = threat.tenant_id and device.id = threat.device_id`;
const clientOf = (number: number) => `client-${1 + (number % planted.clients)}`;
const textOf = (number: number) => `win-${1_000 + ((number * 37) % 9_000)}`;

const cases: Case[] = [
  {
    name: 'default list',
    query: `{ bitdefenderThreats(first: 50) { ${page} } }`,
    variables: () => ({}),
    sql: `select ${columns} where threat.tenant_id = $1 and threat.status = 'UNRESOLVED' and threat.severity >= 3
      order by threat.detected_at desc, threat.id desc limit 51`,
    values: () => [planted.tenantId],
  },
  {
    name: "a client's list",
    query: `query ($filter: BitdefenderThreatFilter) { bitdefenderThreats(first: 50, filter: $filter) { ${page} } }`,
    variables: (number) => ({ filter: { clientId: clientOf(number), minimumSeverity: 'UNKNOWN', status: 'ALL' } }),
    sql: `select ${columns} where threat.tenant_id = $1 and threat.client_id = $2
      order by threat.detected_at desc, threat.id desc limit 51`,
    values: (number) => [planted.tenantId, clientOf(number)],
  },
  {
    name: 'text search',
    query: `query ($filter: BitdefenderThreatFilter) { bitdefenderThreats(first: 50, filter: $filter) { ${page} } }`,
    variables: (number) => ({ filter: { search: textOf(number), minimumSeverity: 'UNKNOWN', status: 'ALL' } }),
    sql: `select ${columns} where threat.tenant_id = $1
      and (threat.name || E'\\n' || coalesce(threat.file_path, '') || E'\\n' || coalesce(threat.host_name, '')) ilike $2
      order by threat.detected_at desc, threat.id desc limit 51`,
    values: (number) => [planted.tenantId, `%${textOf(number)}%`],
  },
  {
    name: "dashboard's counts",
    query: '{ bitdefenderThreatCounts { today thisWeek thisMonth unresolved asOf stale } }',
    variables: () => ({}),
    sql: `select
      (select count(*) from threat where tenant_id = $1 and detected_at >= date_trunc('day', now(), 'UTC')) as today,
      (select count(*) from threat where tenant_id = $1 and detected_at >= date_trunc('week', now(), 'UTC')) as this_week,
      (select count(*) from threat where tenant_id = $1 and detected_at >= date_trunc('month', now(), 'UTC')) as this_month,
      (select count(*) from threat where tenant_id = $1 and status = 'UNRESOLVED') as unresolved,
      (select min(last_synced_at) from company where tenant_id = $1 and client_id is not null) as as_of`,
    values: () => [planted.tenantId],
  },
  {
    name: "a client's chart",
    query: `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Client { bitdefender {
      threatCounts { today unresolved series(step: DAY, window: THIS_MONTH) { steps { from total } } } } } } }`,
    variables: (number) => ({ representations: [{ __typename: 'Client', id: clientOf(number) }] }),
    sql: `select date_trunc('day', detected_at, 'UTC') as day, count(*),
        (select count(*) from threat where tenant_id = $1 and client_id = $2 and status = 'UNRESOLVED') as unresolved
      from threat where tenant_id = $1 and client_id = $2 and detected_at >= date_trunc('month', now(), 'UTC') group by 1`,
    values: (number) => [planted.tenantId, clientOf(number)],
  },
];

interface Speed {
  perSecond: number;
  /** The middle and the slowest hundredth of the times, in milliseconds. */
  middle: number;
  slowest: number;
}

type Send = (number: number) => Promise<unknown>;

/** How fast each way answers the same requests. */
async function measure(ways: readonly Send[], requests: number): Promise<Speed[]> {
  const measured = ways.map((send) => ({ send, times: [] as number[], seconds: 0 }));
  for (const { send } of measured) await sendAll(send, 0, warmUps);
  for (let round = 0; round < rounds; round += 1)
    for (const way of measured) {
      const from = Math.floor((requests * round) / rounds);
      const began = performance.now();
      way.times.push(...(await sendAll(way.send, from, Math.floor((requests * (round + 1)) / rounds))));
      way.seconds += (performance.now() - began) / 1_000;
    }
  return measured.map(({ times, seconds }) => {
    times.sort((a, b) => a - b);
    const at = (share: number) => times[Math.floor(share * (times.length - 1))] ?? 0;
    return { perSecond: times.length / seconds, middle: at(0.5), slowest: at(0.99) };
  });
}

/** The milliseconds of each request from `from` to before `to`, `atOnce` at a time. */
async function sendAll(send: Send, from: number, to: number): Promise<number[]> {
  const times: number[] = [];
  let next = from;
  const worker = async () => {
    while (next < to) {
      const number = next;
      next += 1;
      const start = performance.now();
      await send(number);
      times.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return times;
}

/** Posts JSON over as many connections as there are requests at once. */
function poster(url: string, headers: Record<string, string> = {}) {
  const { origin, pathname } = new URL(url);
  const pool = new HttpPool(origin, { connections: atOnce });
  return {
    async post(body: object): Promise<void> {
      const { statusCode, body: answer } = await pool.request({
        method: 'POST',
        path: pathname,
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
      const text = await answer.text();
      if (statusCode !== 200 || text.includes('"errors"')) throw new Error(text.slice(0, 500));
    },
    close: () => pool.close(),
  };
}

/**
 * A million threats: lists, search and counts over HTTP, beside the same SQL by hand in the same run: on `pg` in this
 * process, and on `node:http` with `pg` in a process of its own, as the service is. Other numbers of threats and of
 * requests, and a part of the name of the only request that is wanted, may follow the name of the benchmark.
 */
export async function run(): Promise<void> {
  const count = Number(process.argv[3] ?? 1_000_000);
  const requests = Number(process.argv[4] ?? 1_000);
  const wanted = cases.filter(({ name }) => name.includes(process.argv[5] ?? ''));
  const folder = await mkdtemp(join(tmpdir(), 'opsmerge-bitdefender-bench-'));
  await chmod(folder, 0o755);
  const server = await startEmbeddedPostgres(folder, [
    'fsync=off',
    'shared_buffers=512MB',
    'maintenance_work_mem=256MB',
  ]);
  const running: (() => Promise<unknown>)[] = [() => server.stop()];
  try {
    await migrate(server.url);
    const database = new Client({ connectionString: server.url });
    await database.connect();
    await plantManyThreats(database, count);
    await database.end();
    const pool = new Pool({ connectionString: server.url, max: 10 });
    pool.on('error', () => undefined);
    running.push(() => pool.end());
    const answering = await Promise.all([startAnswering('by-hand', server.url), startAnswering('service', server.url)]);
    running.push(...answering.map(({ stop }) => stop));
    const [byHand, service] = answering.map(({ url, headers }) => poster(url, headers)) as [Poster, Poster];
    running.push(byHand.close, service.close);
    print(
      `${count} threats, ${requests} requests, ${atOnce} at once; requests/s, and milliseconds of the middle and of the slowest hundredth\n`,
    );
    print(
      `${''.padEnd(20)}${'pg by hand'.padStart(24)}${'node:http + pg by hand'.padStart(26)}${'served'.padStart(24)}   served / by hand`,
    );
    for (const { name, query, variables, sql, values } of wanted) {
      const speeds = await measure(
        [
          (number) => pool.query(sql, values(number)),
          (number) => byHand.post({ sql, values: values(number) }),
          (number) => service.post({ query, variables: variables(number) }),
        ],
        requests,
      );
      const [bare, http, served] = speeds as [Speed, Speed, Speed];
      const numbers = ({ perSecond, middle, slowest }: Speed) =>
        `${perSecond.toFixed(0).padStart(8)}${middle.toFixed(1).padStart(8)}${slowest.toFixed(1).padStart(8)}`;
      const ratio = (of: Speed) => (served.perSecond / of.perSecond).toFixed(2);
      print(
        `${name.padEnd(20)}${numbers(bare)}  ${numbers(http)}${numbers(served)}   ${ratio(bare)} of pg, ${ratio(http)} of node:http + pg`,
      );
    }
  } finally {
    for (const stop of running.reverse()) await stop();
    await rm(folder, { recursive: true, force: true });
  }
}

type Poster = ReturnType<typeof poster>;

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
