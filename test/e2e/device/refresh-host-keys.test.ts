import { sql } from 'kysely';
import { beforeAll, expect, it } from 'vitest';
import type { Database } from '../../../src/database/database.js';
import { refreshHostKeys } from '../../../src/device/matching/refresh-host-keys.js';
import { openTestDatabase } from '../../support/database.js';
import { now, storeMachines, tenantId, well } from '../../support/machines.js';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});

/** Keys as version 0.1.0 stored them, and as they are made now; those in ASCII or already current stay. */
const keys: readonly [before: string, after: string][] = [
  ['i\u0307stanbul-pc', 'istanbul-pc'],
  ['anna\u2019s pc', "anna's pc"],
  ['bücher', 'bücher'],
  ['till', 'till'],
];
const columns = [
  ['device', 'host_key'],
  ['agent', 'host_key'],
  ['match_decision', 'host_key'],
  ['match_decision', 'agent_host_key'],
  ['threat', 'host_key'],
  ['threat_kept_count', 'host_key'],
] as const;

/** The keys of a column with the versions of their rows, by tenant. */
async function stored(table: string, column: string) {
  const { rows } = await sql<{ tenantId: string; key: string; version: string }>`
    select tenant_id, ${sql.ref(column)} as key, xmin::text as version from ${sql.table(table)}
    order by tenant_id, id::text`.execute(database.query);
  return rows;
}

it('rewrites every stored key that an earlier version made differently, once', async () => {
  for (const [index] of keys.entries()) {
    const threats = [{ severity: 1, status: 'RESOLVED', daysAgo: 1 }];
    const clientId = await storeMachines(database, [{ ...well, name: `PC-${index}`, threats }]);
    await sql`
      insert into match_decision (tenant_id, id, client_id, kind, device_id, host_key, agent_id, agent_host_key, decided_by, decided_at)
      select tenant_id, gen_random_uuid(), client_id, 'PIN', id, host_key, agent_id, host_key, 'ada', now() from device
      where client_id = ${clientId}`.execute(database.query);
    await sql`
      insert into threat_kept_count (tenant_id, id, company_id, client_id, host_key, quarter, severity, status, action, count)
      select tenant_id, gen_random_uuid(), company_id, client_id, host_key, now(), 1, 'RESOLVED', 'BLOCKED', 1 from device
      where client_id = ${clientId}`.execute(database.query);
  }
  const tables = [...new Set(columns.map(([table]) => table))];
  for (const table of tables) {
    // One key for each row, and the same rows for another tenant.
    for (const [table_, column] of columns.filter(([name]) => name === table))
      await sql`
        with numbered as (select id, row_number() over (order by id::text)::int as place from ${sql.table(table_)})
        update ${sql.table(table_)} as stored set ${sql.ref(column)} = (${sql.val(keys.map(([before]) => before))}::text[])[numbered.place]
        from numbered where numbered.id = stored.id`.execute(database.query);
    await sql`
      insert into ${sql.table(table)}
      select (jsonb_populate_record(null::${sql.table(table)}, to_jsonb(stored) || '{"tenant_id": "msp-two"}')).*
      from ${sql.table(table)} as stored`.execute(database.query);
  }
  const read = () => Promise.all(columns.map(([table, column]) => stored(table, column)));
  const before = await read();
  const step = { database, tenantId, now, signal: new AbortController().signal };
  await refreshHostKeys.run(step);
  const after = await read();
  for (const [place, rows] of after.entries()) {
    const own = rows.filter((row) => row.tenantId === tenantId);
    expect(
      own.map(({ key }) => key),
      columns[place]?.join('.'),
    ).toEqual(keys.map(([, key]) => key));
    expect(rows.filter((row) => row.tenantId !== tenantId).map(({ key }) => key)).toEqual(keys.map(([key]) => key));
    const unchanged = own.filter((_, index) => index >= 2);
    expect(before[place]).toEqual(expect.arrayContaining(unchanged));
  }
  await refreshHostKeys.run(step);
  expect(await read()).toEqual(after);
});

it('covers every column that stores a host key', async () => {
  const { rows } = await sql<{ tableName: string; columnName: string }>`
    select table_name, column_name from information_schema.columns
    where table_schema = current_schema() and column_name like '%host_key' order by 1, 2`.execute(database.query);
  const covered = columns.map(([table, column]) => `${table}.${column}`);
  expect(rows.map(({ tableName, columnName }) => `${tableName}.${columnName}`)).toEqual(covered.toSorted());
});
