import { randomUUID } from 'node:crypto';
import { CamelCasePlugin, type CompiledQuery, Kysely, PostgresDialect } from 'kysely';
import { Pool } from 'pg';
import { beforeAll, expect, it } from 'vitest';
import type { Database, Tables } from '../../../src/database/database.js';
import { createDeviceReader } from '../../../src/device/detail/device.reader.js';
import { createDeviceEventReader } from '../../../src/device/detail/device-event.reader.js';
import { createThreatCountsReader } from '../../../src/threat/counts/threat-counts.reader.js';
import { freshDatabase } from '../../support/database.js';
import { atEndOfFile } from '../../support/end-of-file.js';

const tenantId = 'msp-one';
const devices = 5_000;
const asked = 20;
const statements: CompiledQuery[] = [];
let pool: Pool;
let database: Database;
let ids: string[];

interface Plan {
  'Actual Loops': number;
  'Actual Rows': number;
  'Rows Removed by Filter'?: number;
  'Relation Name'?: string;
  Plans?: Plan[];
}

// With the tenant set: only then do the policies keep PostgreSQL from an index that a condition of its own could use.
beforeAll(async () => {
  pool = new Pool({ connectionString: await freshDatabase(), options: `-c opsmerge.tenant=${tenantId}` });
  const query = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
    log: ({ query: statement }) => {
      statements.push(statement);
    },
  });
  atEndOfFile(() => query.destroy());
  database = { query, read: query } as Database;
  const { rows } = await pool.query<{ id: string }>(
    `insert into device (tenant_id, id, connection_id, company_id, client_id, bd_id, name, host_key, macs, machine_type,
       managed, content_hash, presence, presence_changed_at, first_seen_at, changed_at, match_kind, match_reason, match_candidates)
     select $1, gen_random_uuid(), $2, $2, 'client-' || n % 100, n, n, n, '{}', 'COMPUTER', true, '', 'PRESENT', now(), now(),
       now(), 'NONE', '', '{}' from generate_series(1, $3::int) as n returning id`,
    [tenantId, randomUUID(), devices],
  );
  await pool.query(
    `insert into company (tenant_id, id, connection_id, bd_id, name, kind, state, client_id, mapped_at, active, activity_reasons,
       next_sync_at, failures, first_seen_at, changed_at)
     select distinct tenant_id, company_id, connection_id, 'bd', 'Company', 'CUSTOMER', 'PRESENT', 'client-1', now(), true, '[]'::jsonb, now(),
       0, now(), now() from device`,
  );
  await pool.query(
    `insert into device_event (tenant_id, id, device_id, kind, at)
     select tenant_id, gen_random_uuid(), id, 'MISSING', now() from device`,
  );
  ids = rows.slice(0, asked).map(({ id }) => id);
  await pool.query('analyze');
});

it.each<[string, () => Promise<unknown>]>([
  ['devices', () => createDeviceReader(database).byIds(tenantId, ids)],
  ['their events', () => createDeviceEventReader(database).ofDevices(tenantId, ids, 10)],
  [
    'their counts',
    () => createThreatCountsReader(database).summaries(tenantId, { kind: 'MACHINES', deviceIds: ids }, 'UTC'),
  ],
])('%s of a page are read without reading all the others', async (_, read) => {
  statements.length = 0;
  await read();
  const statement = statements.find(({ sql }) => sql.includes('device'));
  const { rows } = await pool.query(`explain (analyze, format json) ${statement?.sql}`, [
    ...(statement?.parameters ?? []),
  ]);
  const looked = nodesOf(rows[0]['QUERY PLAN'][0].Plan)
    .filter((node) => node['Relation Name'] === 'device')
    .map((node) => node['Actual Loops'] * (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)));
  expect(looked.length).toBeGreaterThan(0);
  // Once all of them may be cheap; once for each that is asked for is not.
  expect(looked.reduce((sum, count) => sum + count, 0)).toBeLessThan(2 * devices);
});

function nodesOf(plan: Plan): Plan[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
}
