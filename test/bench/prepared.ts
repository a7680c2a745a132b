import 'reflect-metadata';
import pg from 'pg';
import { startEnvironment } from '../../demo/environment.js';
import { migrate } from '../../src/database/migrate.js';
import { prepare } from '../../src/database/pool/row-query.js';
import { planEachTime } from '../../src/database/pool/statement-names.js';
import { tenantSetting } from '../../src/database/tenancy.js';
import { createLogger } from '../../src/logger.js';
import { planted, plantManyThreats } from './plant-threats.js';
import { startPostgres } from './postgres.js';

const small = 'msp-small';
const rounds = 7;
/** A prepared statement may take this many times as long as it takes unprepared. */
const most = 1.1;
/** Below this, in milliseconds, a difference is one of the clock and the network. */
const noticeable = 0.1;

/** Milliseconds in which each statement was prepared, which no request waits for. */
const tookToPrepare: number[] = [];

interface Statement {
  text: string;
  values: unknown[];
}

const threat = 'id name severity status action filePath hostName detectedAt occurrences client { id } agent { id }';
const page = (nodes: string) => `edges { cursor node { ${nodes} } } pageInfo { hasNextPage endCursor }`;
const all = 'minimumSeverity: UNKNOWN, status: ALL';
/** What the screens ask for. */
const questions = [
  `{ bitdefenderThreats(first: 50) { ${page(threat)} } }`,
  `{ bitdefenderThreats(first: 50, filter: { ${all} }) { ${page(threat)} } }`,
  `{ bitdefenderThreats(first: 50, orderBy: MOST_SEVERE, filter: { ${all} }) { ${page(threat)} } }`,
  `{ bitdefenderThreats(first: 50, orderBy: LAST_DETECTED, filter: { ${all} }) { ${page(threat)} } }`,
  `{ bitdefenderThreats(last: 50, filter: { ${all} }) { ${page(threat)} } }`,
  `{ bitdefenderThreats(first: 50, filter: { ${all}, clientId: "client-7" }) { ${page(threat)} } }`,
  `{ bitdefenderThreats(first: 50, filter: { ${all}, clientIds: ["client-7", "client-8"] }) { ${page(threat)} } }`,
  `{ bitdefenderThreats(first: 50, filter: { ${all}, family: [RANSOMWARE], assigned: false }) { ${page(threat)} } }`,
  `{ bitdefenderThreats(first: 50, filter: { ${all}, search: "win-77" }) { ${page(threat)} } }`,
  '{ bitdefenderThreats(first: 1) { totalCount facets { severities { value count } statuses { value count } } } }',
  '{ bitdefenderThreatCounts { today thisWeek thisMonth unresolved asOf stale } }',
  `{ _entities(representations: [{ __typename: "Client", id: "client-7" }]) { ... on Client { bitdefender {
     threatCounts { today unresolved series(step: DAY, window: THIS_MONTH) { steps { from total } } }
     threats(first: 10) { ${page(threat)} } devices(first: 20) { edges { node { name health device { threatCounts { today } } } } } } } } }`,
  '{ bitdefenderDevices(first: 50) { edges { node { name health gaps device { policy { name } } } } pageInfo { endCursor } } }',
  '{ bitdefenderDevices(last: 50) { edges { node { name client { id } } } } }',
  '{ bitdefenderAlerts(first: 50) { edges { node { id title severity } } } }',
  '{ bitdefenderCompanies(first: 50) { edges { node { id name } } } }',
];

/**
 * Each statement of the screens, as the service sends it, for a tenant of many threats and for one of ten in the same tables: prepared
 * beside unprepared, on the first run of a connection and after many. The numbers of threats and of runs may follow.
 */
export async function run(): Promise<void> {
  const count = Number(process.argv[3] ?? 1_000_000);
  const runs = Number(process.argv[4] ?? 10_000);
  const server = await startPostgres(['fsync=off', 'shared_buffers=512MB', 'maintenance_work_mem=256MB']);
  try {
    await migrate(server.url);
    const database = new pg.Client({ connectionString: server.url });
    await database.connect();
    await plantManyThreats(database, 10, small);
    await plantManyThreats(database, count);
    await database.end();
    const statements = await record(server.url);
    print(
      `${statements.length} statements of ${questions.length} screens; ${count} threats of one tenant, 10 of the other; ${runs} runs\n`,
    );
    print(`${''.padEnd(64)}${'unprepared'.padStart(12)}${'prepared'.padStart(12)}${'ratio'.padStart(9)}`);
    for (const statement of statements)
      for (const tenantId of [planted.tenantId, small]) await compare(server.url, statement, tenantId, runs);
    print(
      `\npreparing one, behind a run: ${median(tookToPrepare).toFixed(2)} ms in the middle, ${Math.max(...tookToPrepare).toFixed(2)} at most`,
    );
  } finally {
    await server.stop();
  }
}

/** The statements that the service sends for the questions, as the large tenant. */
async function record(databaseUrl: string): Promise<Statement[]> {
  const environment = await startEnvironment({
    databaseUrl,
    gateway: false,
    logger: createLogger('fatal'),
    tick: '0 0 0 1 1 *',
  });
  const found = new Map<string, Statement>();
  const { query } = pg.Client.prototype;
  try {
    const token = await environment.tokens.issue({ subject: 'bench', roles: ['admin'], tenantId: planted.tenantId });
    pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
      const [{ text, values }] = given as [Partial<Statement>];
      if (text && values?.includes(planted.tenantId)) found.set(text, { text, values });
      return (query as (...all: unknown[]) => unknown).apply(this, given);
    } as never;
    for (const question of questions) {
      const response = await fetch(environment.app.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ query: question }),
      });
      const text = await response.text();
      if (text.includes('"errors"')) throw new Error(`${text.slice(0, 300)} for ${question}`);
    }
  } finally {
    pg.Client.prototype.query = query;
    await environment.close();
  }
  // What is planned each time is never prepared.
  return [...found.values()].filter(({ text }) => /^\s*(select|with)/i.test(text) && !text.includes(planEachTime));
}

async function compare(url: string, { text, values }: Statement, tenantId: string, runs: number): Promise<void> {
  const given = values.map((value) => (value === planted.tenantId ? tenantId : value));
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('select set_config($1, $2, false)', [tenantSetting, tenantId]);
    const unprepared = () => client.query({ text, values: given });
    const cold: { prepared: number[]; unprepared: number[] } = { prepared: [], unprepared: [] };
    const preparing: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const name = `cold${round}`;
      cold.unprepared.push(await timed(unprepared));
      // As the service does: behind a run for which somebody waits.
      preparing.push(await timed(() => prepare(client, name, text, given)));
      cold.prepared.push(await timed(() => client.query({ name, text, values: given })));
    }
    tookToPrepare.push(Math.min(...preparing));
    show(`${tenantId}, first run`, text, Math.min(...cold.unprepared), Math.min(...cold.prepared));
    const prepared = () => client.query({ name: 'warm', text, values: given });
    const one = median(cold.unprepared);
    // Slow ones have their plan after a handful of runs: the rest would only take time.
    const enough = Math.min(runs, Math.max(50, Math.ceil(3_000 / one)));
    for (let time = 0; time < enough; time += 1) await prepared();
    const repeated = Math.max(3, Math.min(50, Math.ceil(30 / one)));
    const warm: { prepared: number[]; unprepared: number[] } = { prepared: [], unprepared: [] };
    for (let round = 0; round < rounds; round += 1) {
      warm.unprepared.push(await timed(unprepared, repeated));
      warm.prepared.push(await timed(prepared, repeated));
    }
    show(`${tenantId}, after ${enough}`, text, Math.min(...warm.unprepared), Math.min(...warm.prepared));
  } finally {
    await client.end();
  }
}

function show(what: string, text: string, unprepared: number, prepared: number): void {
  const ratio = prepared / unprepared;
  const isSlower = ratio > most && prepared - unprepared > noticeable;
  if (isSlower) process.exitCode = 1;
  const label = `${what}: ${text.replaceAll(/\s+/g, ' ').trim()}`.slice(0, 62);
  print(
    `${label.padEnd(64)}${unprepared.toFixed(2).padStart(12)}${prepared.toFixed(2).padStart(12)}${ratio.toFixed(2).padStart(9)}${isSlower ? '  slower' : ''}`,
  );
  if (isSlower) print(text);
}

/** Milliseconds of one run. */
async function timed(work: () => Promise<unknown>, times = 1): Promise<number> {
  const began = performance.now();
  for (let time = 0; time < times; time += 1) await work();
  return (performance.now() - began) / times;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
