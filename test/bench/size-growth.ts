import 'reflect-metadata';
import { Client } from 'pg';
import { type Database, openDatabase } from '../../src/database/database.js';
import { prepareRole } from '../../src/database/embedded/embedded-roles.js';
import { migrate } from '../../src/database/migrate.js';
import { unlimited, withBudget } from '../../src/database/request-budget.js';
import { asTenant } from '../../src/database/tenancy.js';
import { createThreatCountsReader } from '../../src/threat/counts/threat-counts.reader.js';
import { createThreatReader, type ThreatPaging } from '../../src/threat/list/threat.reader.js';
import type { ThreatCriteria } from '../../src/threat/list/threat-list.js';
import { planted, plantManyThreats } from './plant-threats.js';
import { startPostgres } from './postgres.js';
import { median, say, spread } from './size-figures.js';

const { tenantId } = planted;
const rounds = 5;
/** How much slower counts and lists may be where there are ten times the threats. */
const goal = 1.3;

const everything = { minimumSeverity: 'UNKNOWN', status: ['ALL'] } as const;
const clientOf = (number: number) => `client-${1 + (number % planted.clients)}`;
const textOf = (number: number) => `win-${1_000 + ((number * 37) % 9_000)}`;
const day = 24 * 3_600_000;

/** A kind of question, asked for the number of the turn. */
interface Question {
  name: string;
  ask(database: Database, number: number): Promise<unknown>;
}

const list = (
  name: string,
  criteriaOf: (number: number) => ThreatCriteria,
  order: ThreatPaging['order'],
): Question => ({
  name,
  ask: (database, number) =>
    createThreatReader(database).pages(tenantId, { kind: 'TENANT' }, criteriaOf(number), {
      ...{ order, first: 50, after: null, maximum: 100 },
    }),
});

/** The days of the last 30 days, for a chart. */
function days() {
  const to = new Date();
  return Array.from({ length: 30 }, (_, index) => ({
    from: new Date(to.getTime() - (30 - index) * day),
    to: new Date(to.getTime() - (29 - index) * day),
  }));
}

const questions: readonly Question[] = [
  list('default list', () => ({ minimumSeverity: 'HIGH', status: ['UNRESOLVED'] }), 'NEWEST'),
  list('most severe first', () => ({ status: ['UNRESOLVED'] }), 'MOST_SEVERE'),
  list('last detected first', () => everything, 'LAST_DETECTED'),
  list("a client's list", (number) => ({ ...everything, clientId: clientOf(number) }), 'NEWEST'),
  list('text search', (number) => ({ ...everything, search: textOf(number) }), 'NEWEST'),
  {
    name: "a client's counts",
    ask: (database, number) =>
      createThreatCountsReader(database).summaries(
        tenantId,
        { kind: 'CLIENTS', clientIds: [clientOf(number)] },
        'Europe/Berlin',
      ),
  },
  {
    name: "a client's chart",
    ask: (database, number) =>
      createThreatCountsReader(database).cells(tenantId, { kind: 'CLIENTS', clientIds: [clientOf(number)] }, days()),
  },
  {
    name: "the tenant's counts",
    ask: (database) => createThreatCountsReader(database).summaries(tenantId, { kind: 'TENANT' }, 'Europe/Berlin'),
  },
  {
    name: "the tenant's chart",
    ask: (database) => createThreatCountsReader(database).cells(tenantId, { kind: 'TENANT' }, days()),
  },
  {
    name: 'unresolved by severity',
    ask: (database) => createThreatCountsReader(database).unresolved(tenantId, { kind: 'TENANT' }),
  },
];

/**
 * Counts and lists over many threats against the same over a tenth of them, in two databases of one server whose rounds take turns. The
 * arguments: the threats of the smaller one (1,000,000), how many times as many the larger has (10), what grows, and a part of the name
 * of the only question that is wanted. `tenants`: there are ten tenants of that size, as a cell grows. `tenant`: one tenant has ten times as many.
 * Fails where a question takes more than 1.3 times as long.
 */
export async function run(): Promise<void> {
  const base = Number(process.argv[3] ?? 1_000_000);
  const times = Number(process.argv[4] ?? 10);
  const grows = process.argv[5] === 'tenant' ? 'tenant' : 'tenants';
  const wanted = questions.filter(({ name }) => name.includes(process.argv[6] ?? ''));
  const server = await startPostgres([
    ...['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'wal_level=minimal', 'max_wal_senders=0'],
    ...['shared_buffers=2GB', 'maintenance_work_mem=2GB', 'max_wal_size=8GB'],
  ]);
  try {
    say(
      grows === 'tenant'
        ? `one tenant with ${base} threats, and one with ${base * times}`
        : `one tenant with ${base} threats, alone and beside ${times - 1} others of its size in one table`,
    );
    await plant(server.url, [base]);
    await prepareRole(server.administratorUrl, 'grown');
    const grownUrl = server.url.replace(/\/(\w+)(\?|$)/, '/grown$2');
    await plant(grownUrl, grows === 'tenant' ? [base * times] : Array.from({ length: times }, () => base));
    const databases = [openDatabase(server.url), openDatabase(grownUrl)] as const;
    say(`\nmilliseconds of one answer: the median of ${rounds} rounds (lowest to highest)`);
    for (const question of wanted) await compare(question, databases);
    for (const database of databases) await database.close();
  } finally {
    await server.stop();
  }
}

/** Fills a database; the first tenant is the one that is asked for. */
async function plant(url: string, counts: readonly number[]): Promise<void> {
  await migrate(url);
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query("set opsmerge.tenant = '*'");
  const began = performance.now();
  const { rows: indexes } = await client.query<{ name: string; definition: string }>(
    `select indexname as name, indexdef as definition from pg_indexes where tablename = 'threat' and indexname <> 'threat_pkey'`,
  );
  for (const { name } of indexes) await client.query(`drop index "${name}"`);
  for (const [place, count] of counts.entries())
    await plantManyThreats(client, count, place === 0 ? tenantId : `msp-${place + 1}`);
  for (const { definition } of indexes) await client.query(definition);
  await client.query('vacuum analyze');
  const { rows } = await client.query<{ size: string }>(
    'select pg_size_pretty(pg_database_size(current_database())) as size',
  );
  await client.end();
  const seconds = ((performance.now() - began) / 1_000).toFixed(0);
  say(`${counts.reduce((sum, count) => sum + count, 0)} threats planted in ${seconds} s: ${rows[0]?.size}`);
}

async function compare(question: Question, databases: readonly [Database, Database]): Promise<void> {
  // As often as fits in a quarter of a second of the slower one.
  const slower = Math.max(...(await Promise.all(databases.map((database) => millisecondsOf(question, database, 3)))));
  const turns = Math.min(200, Math.max(3, Math.ceil(250 / slower)));
  for (const database of databases) await millisecondsOf(question, database, turns);
  const times: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1)
    for (const [place, database] of databases.entries())
      times[place as 0 | 1].push(await millisecondsOf(question, database, turns));
  const ratios = times[0].map((time, round) => (times[1][round] ?? 0) / time);
  const isKept = median(ratios) <= goal;
  if (!isKept) process.exitCode = 1;
  say(
    `${question.name.padEnd(24)}${spread(times[0], 2).padEnd(26)}${spread(times[1], 2).padEnd(26)}ratio ${spread(ratios, 2)}${isKept ? '' : `: more than ${goal}`}`,
  );
}

/** The milliseconds of one answer, in the middle of so many turns. */
async function millisecondsOf({ ask }: Question, database: Database, turns: number): Promise<number> {
  const began = performance.now();
  for (let turn = 0; turn < turns; turn += 1)
    await withBudget({ ...unlimited }, () => asTenant(tenantId, () => ask(database, turn)));
  return (performance.now() - began) / turns;
}
