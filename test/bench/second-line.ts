import 'reflect-metadata';
import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely';
import { Client, Pool } from 'pg';
import { type Database, openDatabase, type Tables } from '../../src/database/database.js';
import { migrate } from '../../src/database/migrate.js';
import { unlimited, withBudget } from '../../src/database/request-budget.js';
import { asTenant } from '../../src/database/tenancy.js';
import { createThreatReader } from '../../src/threat/list/threat.reader.js';
import { closeAll } from '../support/end-of-file.js';
import { startTransactionPooler } from '../support/transaction-pooler.js';
import { planted, plantManyThreats } from './plant-threats.js';
import { startPostgres } from './postgres.js';

const atOnce = 4;
const rounds = 5;
const warmUps = 200;

const everything = { minimumSeverity: 'UNKNOWN', status: ['ALL'] } as const;
const clientOf = (number: number) => `client-${1 + (number % planted.clients)}`;
const textOf = (number: number) => `win-${1_000 + ((number * 37) % 9_000)}`;

const lists = [
  { name: 'default list', criteria: () => ({ minimumSeverity: 'HIGH', status: ['UNRESOLVED'] }) as const },
  { name: "a client's list", criteria: (number: number) => ({ ...everything, clientId: clientOf(number) }) },
  { name: 'text search', criteria: (number: number) => ({ ...everything, search: textOf(number) }) },
];

/** The same lists as a service without the second line would read them: no policies, and nothing is set. */
function withoutSecondLine(url: string, database: Database): { database: Database; close(): Promise<void> } {
  const pool = new Pool({ connectionString: url, max: atOnce });
  pool.on('error', () => undefined);
  const query = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
  return { database: { ...database, query, read: query }, close: () => query.destroy() };
}

/** Reads `count` pages, `atOnce` at a time; gives the pages of a second. */
async function rate(database: Database, criteria: (typeof lists)[number]['criteria'], count: number): Promise<number> {
  const reader = createThreatReader(database);
  let next = 0;
  const began = performance.now();
  const worker = async () => {
    while (next < count) {
      const number = next;
      next += 1;
      const paging = { order: 'NEWEST', first: 50, after: null, maximum: 100 } as const;
      await withBudget({ ...unlimited }, () =>
        asTenant(planted.tenantId, () => reader.pages(planted.tenantId, { kind: 'TENANT' }, criteria(number), paging)),
      );
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return (count * 1_000) / (performance.now() - began);
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/**
 * Lists with row-level security against the same lists on the same rows without it, directly and through a pooler in transaction mode: rounds take
 * turns, so that whatever else the machine does meets both. Another number of threats and of pages may follow the name of the benchmark.
 */
export async function run(): Promise<void> {
  const threats = Number(process.argv[3] ?? 200_000);
  const pages = Number(process.argv[4] ?? 500);
  const server = await startPostgres(['fsync=off', 'shared_buffers=256MB']);
  try {
    await migrate(server.url);
    await plant(server.url, server.administratorUrl('postgres'), threats);
    const bareUrl = server.url.replace(/\/(\w+)(\?|$)/, '/bare$2');
    process.stdout.write(
      `${threats} threats; pages a second, the median of ${rounds} rounds of ${pages} (lowest to highest)\n`,
    );
    for (const [name, way] of [
      ['direct', async (url: string) => url],
      ['pooler', (url: string) => startTransactionPooler(url, atOnce)],
    ] as const) {
      const database = openDatabase(await way(server.url));
      const bare = withoutSecondLine(await way(bareUrl), database);
      for (const list of lists) await compare(name, list, { with: database, without: bare.database }, pages);
      await Promise.all([database.close(), bare.close()]);
    }
  } finally {
    await closeAll();
    await server.stop();
  }
}

/** Plants the threats, and copies the database to one without policies. */
async function plant(url: string, administratorUrl: string, threats: number): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query("set opsmerge.tenant = '*'");
  await plantManyThreats(client, threats);
  await client.end();
  const administrator = new Client({ connectionString: administratorUrl });
  await administrator.connect();
  await administrator.query('create database bare template opsmerge_bitdefender owner opsmerge_service');
  await administrator.end();
  const bare = new Client({ connectionString: url.replace(/\/(\w+)(\?|$)/, '/bare$2') });
  await bare.connect();
  const { rows } = await bare.query<{ name: string }>(
    'select polrelid::regclass::text as name from pg_policy group by 1',
  );
  for (const { name } of rows)
    await bare.query(`alter table ${name} no force row level security, disable row level security`);
  await bare.query('vacuum analyze');
  await bare.end();
}

async function compare(
  way: string,
  { name, criteria }: (typeof lists)[number],
  databases: { with: Database; without: Database },
  pages: number,
): Promise<void> {
  const rates = { with: [] as number[], without: [] as number[] };
  for (const database of Object.values(databases)) await rate(database, criteria, warmUps);
  for (let round = 0; round < rounds; round += 1)
    for (const side of ['with', 'without'] as const) rates[side].push(await rate(databases[side], criteria, pages));
  const shown = (side: 'with' | 'without') =>
    `${median(rates[side]).toFixed(0)} (${Math.min(...rates[side]).toFixed(0)} to ${Math.max(...rates[side]).toFixed(0)})`;
  const ratio = (median(rates.with) / median(rates.without)).toFixed(2);
  process.stdout.write(
    `${way.padEnd(8)}${name.padEnd(18)}with ${shown('with').padEnd(22)}without ${shown('without').padEnd(22)}ratio ${ratio}\n`,
  );
}
