import { Client } from 'pg';
import { migrate } from '../../src/database/migrate.js';
import { startPostgres } from './postgres.js';
import { say, spread } from './size-figures.js';

const tenants = 100;
const months = 12;
/** Changes of one threat. */
const changesOfThreat = 3;
/** Threats whose changes are deleted in one transaction, as `remove-old-threats.ts` does. */
const portion = 500;
const rounds = 5;
const removedMonths = 3;

type Log = 'plain' | 'parted';
const logs: readonly Log[] = ['plain', 'parted'];
const tenantOf = (number: number) => `msp-${number % tenants}`;

/** What is done to a log, by the number of the turn; the statements of the service, with the name of the table. */
const uses: readonly { name: string; run(client: Client, log: Log, number: number, rows: number): Promise<unknown> }[] =
  [
    {
      name: 'append 20 changes',
      run: (client, log, number) =>
        client.query(
          `insert into ${log} (tenant_id, sequence, threat_id, kind, actor, detail, at)
         select $1, last.sequence + place, md5($2 || place)::uuid, 'CHANGED', 'bitdefender', '{}', now()
         from generate_series(1, 20) as place,
           (select coalesce(max(sequence), 0) as sequence from ${log} where tenant_id = $1) as last`,
          [tenantOf(number), `new ${number} `],
        ),
    },
    {
      name: 'changes behind a cursor',
      run: (client, log, number, rows) =>
        client.query(
          `select sequence, threat_id, kind, at from ${log} where tenant_id = $1 and sequence > $2 order by sequence limit 100`,
          [tenantOf(number), Math.floor(rows / tenants) - 50],
        ),
    },
    {
      name: 'the log of a threat',
      run: (client, log, number, rows) =>
        client.query(
          `select * from ${log} where tenant_id = $1 and threat_id = md5($1 || ' ' || $2::int)::uuid order by sequence desc limit 50`,
          [tenantOf(number), Math.floor(((number * 7_919) % rows) / tenants / changesOfThreat)],
        ),
    },
    {
      name: 'the newest 50 by time',
      run: (client, log, number) =>
        client.query(`select * from ${log} where tenant_id = $1 order by at desc, sequence desc limit 50`, [
          tenantOf(number),
        ]),
    },
  ];

/**
 * The log of changes as it is, against the same partitioned by month: what appending and reading cost, in rounds that take turns, and what it takes to
 * get rid of a month by statements and a vacuum, as the maintenance does, or by dropping its partition. Another number of rows (10,000,000)
 * may follow the name of the benchmark.
 */
export async function run(): Promise<void> {
  const rows = Number(process.argv[3] ?? 10_000_000);
  const server = await startPostgres([
    ...['fsync=off', 'shared_buffers=1GB', 'maintenance_work_mem=1GB', 'max_wal_size=8GB', 'autovacuum=off'],
  ]);
  const client = new Client({ connectionString: server.url });
  try {
    await migrate(server.url);
    await client.connect();
    for (const log of logs) await plant(client, log, rows);
    say(
      `${rows} changes of ${tenants} tenants over ${months} months; milliseconds, the median of ${rounds} rounds (lowest to highest)`,
    );
    say(`${''.padEnd(26)}${'plain'.padEnd(26)}partitioned by month`);
    for (const use of uses) await compare(client, use, rows);
    await removeMonths(client);
  } finally {
    await client.end();
    await server.stop();
  }
}

/** The rows of all tenants lie among each other in the order of their times, as they come in. */
async function plant(client: Client, log: Log, rows: number): Promise<void> {
  await client.query(
    `create table ${log} (like threat_change including defaults) ${log === 'parted' ? 'partition by range (at)' : ''}`,
  );
  if (log === 'parted')
    for (let month = 0; month <= months; month += 1)
      await client.query(
        `create table parted_${month} partition of parted for values from ('${startOf(month)}') to ('${startOf(month + 1)}')`,
      );
  await client.query(
    `insert into ${log} (tenant_id, sequence, threat_id, kind, actor, detail, at)
     select tenant, sequence, md5(tenant || ' ' || sequence / $3::int)::uuid, 'CHANGED', 'bitdefender', '{"status": "RESOLVED"}',
       $4::timestamptz + ($5::timestamptz - $4::timestamptz) * (number / $1::float)
     from (select number, 'msp-' || number % $2::int as tenant, number / $2::int as sequence from generate_series(0, $1::int - 1) as number) as made`,
    [rows, tenants, changesOfThreat, startOf(0), startOf(months)],
  );
  // A key of a partitioned table contains what it is partitioned by: the sequence alone is unique in a partition only.
  await client.query(`alter table ${log} add primary key (tenant_id, sequence${log === 'parted' ? ', at' : ''})`);
  await client.query(`create index on ${log} (tenant_id, threat_id, sequence)`);
  await client.query(`create index on ${log} (tenant_id, at, sequence)`);
  await client.query(`vacuum analyze ${log}`);
}

/** The first instant of a month, counted from the first; the one in which the bench runs comes last. */
function startOf(month: number): string {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months + month, 1)).toISOString();
}

async function compare(client: Client, use: (typeof uses)[number], rows: number): Promise<void> {
  const turns = 300;
  const times: Record<Log, number[]> = { plain: [], parted: [] };
  for (let round = -1; round < rounds; round += 1)
    for (const log of logs) {
      const began = performance.now();
      for (let turn = 0; turn < turns; turn += 1) await use.run(client, log, (round + 1) * turns + turn, rows);
      if (round >= 0) times[log].push((performance.now() - began) / turns);
    }
  const ratios = times.plain.map((time, round) => (times.parted[round] ?? 0) / time);
  say(
    `${use.name.padEnd(26)}${spread(times.plain, 2).padEnd(26)}${spread(times.parted, 2).padEnd(26)}ratio ${spread(ratios, 2)}`,
  );
}

interface Removal {
  seconds: number[];
  vacuum: number[];
  megabytes: number[];
}

async function removeMonths(client: Client): Promise<void> {
  const removals: Record<Log, Removal> = {
    plain: { seconds: [], vacuum: [], megabytes: [] },
    parted: { seconds: [], vacuum: [], megabytes: [] },
  };
  const before = await sizeOf(client, 'plain');
  let removed = 0;
  for (let month = 0; month < removedMonths; month += 1)
    for (const log of logs) {
      const removal = removals[log];
      const wal = await walBytes(client);
      const began = performance.now();
      if (log === 'parted') await client.query(`drop table parted_${month}`);
      else removed += await deleteMonth(client, month);
      removal.seconds.push((performance.now() - began) / 1_000);
      const vacuumBegan = performance.now();
      if (log === 'plain') await client.query('vacuum plain');
      removal.vacuum.push((performance.now() - vacuumBegan) / 1_000);
      removal.megabytes.push(((await walBytes(client)) - wal) / 1024 ** 2);
    }
  say(
    `\na month less, ${Math.round(removed / removedMonths)} rows: the median of ${removedMonths} months (lowest to highest)`,
  );
  for (const log of logs) {
    const { seconds, vacuum, megabytes } = removals[log];
    say(
      `${(log === 'plain' ? 'plain, deleted' : 'partition, dropped').padEnd(26)}${spread(seconds, 2)} s, vacuum ${spread(vacuum, 2)} s, write-ahead log ${spread(megabytes, 1)} MB`,
    );
  }
  say(
    `${removedMonths} of ${months} months deleted leave ${(await sizeOf(client, 'plain')).toFixed(0)} of ${before.toFixed(0)} MB on disk, to be used again`,
  );
}

/** Tenant by tenant, the changes of so many threats in a transaction; gives the number of rows. */
async function deleteMonth(client: Client, month: number): Promise<number> {
  let removed = 0;
  for (let tenant = 0; tenant < tenants; tenant += 1) {
    const { rows } = await client.query<{ id: string }>(
      'select distinct threat_id as id from plain where tenant_id = $1 and at >= $2 and at < $3',
      [tenantOf(tenant), startOf(month), startOf(month + 1)],
    );
    for (let from = 0; from < rows.length; from += portion) {
      const { rowCount } = await client.query(
        `delete from plain where tenant_id = $1 and threat_id = any($2::uuid[])
           and sequence < (select max(sequence) from plain where tenant_id = $1)`,
        [tenantOf(tenant), rows.slice(from, from + portion).map(({ id }) => id)],
      );
      removed += rowCount ?? 0;
    }
  }
  return removed;
}

async function sizeOf(client: Client, table: string): Promise<number> {
  const { rows } = await client.query<{ size: number }>('select pg_total_relation_size($1)::float8 as size', [table]);
  return (rows[0]?.size ?? 0) / 1024 ** 2;
}

async function walBytes(client: Client): Promise<number> {
  const { rows } = await client.query<{ bytes: number }>(`select (pg_current_wal_lsn() - '0/0')::float8 as bytes`);
  return rows[0]?.bytes ?? 0;
}
