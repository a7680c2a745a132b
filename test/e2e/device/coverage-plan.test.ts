import { randomUUID } from 'node:crypto';
import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely';
import { Pool } from 'pg';
import { beforeAll, expect, it } from 'vitest';
import type { Database } from '../../../src/database/database.js';
import { createCoverageReader, recordCoverage } from '../../../src/device/coverage/coverage.reader.js';
import { freshDatabase } from '../../support/database.js';
import { atEndOfFile } from '../../support/end-of-file.js';

const tenantId = 'msp-one';
const machines = 20_000;
const threatened = machines / 10;
const statements: { sql: string; parameters: readonly unknown[] }[] = [];
let pool: Pool;
let query: Database['query'];

interface Plan {
  'Actual Loops': number;
  'Plan Rows': number;
  Alias?: string;
  'Function Name'?: string;
  Plans?: Plan[];
}

beforeAll(async () => {
  pool = new Pool({ connectionString: await freshDatabase() });
  query = new Kysely({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
    log: ({ query: { sql, parameters } }) => {
      statements.push({ sql, parameters });
    },
  });
  atEndOfFile(() => query.destroy());
  const company = randomUUID();
  await pool.query(
    `insert into device (tenant_id, id, connection_id, company_id, client_id, bd_id, name, host_key, macs, machine_type,
       managed, content_hash, presence, presence_changed_at, first_seen_at, changed_at, match_kind, match_reason, match_candidates)
     select $1, gen_random_uuid(), $2, $2, 'client-' || n % 100, n, n, n, '{}', 'COMPUTER', true, '', 'PRESENT', now(), now(),
       now(), 'NONE', '', '{}' from generate_series(1, $3::int) as n`,
    [tenantId, company, machines],
  );
  await pool.query(
    `insert into threat (tenant_id, id, connection_id, company_id, client_id, device_id, bd_device_id, host_name, host_key, name,
       family, severity, severity_source, severity_reason, status, action, detected_at, last_detected_at, occurrences, history,
       created_at, changed_at)
     select tenant_id, gen_random_uuid(), connection_id, company_id, client_id, id, bd_id, name, host_key, 'T', 'T', 4,
       'INCIDENT_SCORE', '', 'UNRESOLVED', 'UNKNOWN', now(), now(), 1, false, now(), now()
     from device where bd_id::int % 10 = 0`,
  );
  await pool.query('analyze');
});

it.each([
  ['counted', (database: Database) => createCoverageReader(database).ofTenant(tenantId)],
  ['kept', (database: Database) => recordCoverage(database.query, tenantId, null, new Date())],
])('coverage of a tenant is %s by reading each machine once', async (_, work) => {
  statements.length = 0;
  await work({ query, read: query } as Database);
  const statement = statements.find(({ sql }) => sql.includes('device'));
  const { rows } = await pool.query(`explain (analyze, format json) ${statement?.sql}`, [
    ...(statement?.parameters ?? []),
  ]);
  const nodes = nodesOf(rows[0]['QUERY PLAN'][0].Plan);
  // Where far fewer are expected, PostgreSQL compares each of them with each machine.
  const counts = nodes.filter(({ Alias }) => Alias === 'counted' || Alias === 'severe');
  expect(Math.min(...counts.map((node) => node['Plan Rows']))).toBeGreaterThan(threatened / 10);
  const modulesRead = nodes.filter((node) => node['Function Name'] === 'unnest').map((node) => node['Actual Loops']);
  expect(modulesRead.reduce((sum, loops) => sum + loops, 0)).toBe(machines);
});

function nodesOf(plan: Plan): Plan[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
}
