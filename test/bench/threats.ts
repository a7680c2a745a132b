import 'reflect-metadata';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Pool } from 'pg';
import { startEnvironment } from '../../demo/environment.js';
import { startEmbeddedPostgres } from '../../src/database/embedded-postgres.js';
import { migrate } from '../../src/database/orm.js';
import { createLogger } from '../../src/server/logger.js';
import { planted, plantManyThreats } from './plant-threats.js';

const requests = 400;
const atOnce = 8;

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

/** Requests a second, and the middle and the slowest hundredth of their times in milliseconds. */
async function measure(send: (number: number) => Promise<unknown>) {
  for (let number = 0; number < 40; number += 1) await send(number);
  const times: number[] = [];
  let next = 0;
  const began = performance.now();
  const worker = async () => {
    while (next < requests) {
      const number = next;
      next += 1;
      const start = performance.now();
      await send(number);
      times.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  const seconds = (performance.now() - began) / 1_000;
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(share * (times.length - 1))] ?? 0;
  return { perSecond: requests / seconds, middle: at(0.5), slowest: at(0.99) };
}

/** A million threats: lists, search and counts over HTTP, beside the same SQL by hand on bare `pg` in the same run. */
export async function run(): Promise<void> {
  const count = Number(process.argv[3] ?? 1_000_000);
  const folder = await mkdtemp(join(tmpdir(), 'opsmerge-bitdefender-bench-'));
  await chmod(folder, 0o755);
  const server = await startEmbeddedPostgres(folder, [
    'fsync=off',
    'shared_buffers=512MB',
    'maintenance_work_mem=256MB',
  ]);
  try {
    await migrate(server.url);
    const database = new Client({ connectionString: server.url });
    await database.connect();
    await plantManyThreats(database, count);
    await database.end();
    const environment = await startEnvironment({
      databaseUrl: server.url,
      gateway: false,
      tick: '0 0 1 1 *',
      logger: createLogger('fatal'),
    });
    const pool = new Pool({ connectionString: server.url, max: 10 });
    try {
      const token = await environment.tokens.issue({
        subject: 'bench',
        roles: ['technician'],
        tenantId: planted.tenantId,
      });
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
      const ask = async (query: string, variables: object) => {
        const body = JSON.stringify({ query, variables });
        const response = await fetch(environment.app.url, { method: 'POST', headers, body });
        const text = await response.text();
        if (text.includes('"errors"')) throw new Error(text.slice(0, 500));
        return text;
      };
      process.stdout.write(`${count} threats, ${requests} requests, ${atOnce} at once\n\n`);
      process.stdout.write(
        `${'request'.padEnd(20)}${'by hand/s'.padStart(10)}${'p50 ms'.padStart(9)}${'p99 ms'.padStart(9)}${'served/s'.padStart(11)}${'p50 ms'.padStart(9)}${'p99 ms'.padStart(9)}   ratio\n`,
      );
      for (const { name, query, variables, sql, values } of cases) {
        const byHand = await measure((number) => pool.query(sql, values(number)));
        const served = await measure((number) => ask(query, variables(number)));
        const numbers = (of: typeof served) =>
          `${of.perSecond.toFixed(0).padStart(10)}${of.middle.toFixed(1).padStart(9)}${of.slowest.toFixed(1).padStart(9)}`;
        const ratio = served.perSecond / byHand.perSecond;
        process.stdout.write(`${name.padEnd(20)}${numbers(byHand)} ${numbers(served)}   ${ratio.toFixed(2)}\n`);
      }
    } finally {
      await pool.end();
      await environment.close();
    }
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
