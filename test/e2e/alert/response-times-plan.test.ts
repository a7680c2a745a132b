import { randomUUID } from 'node:crypto';
import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely';
import { Pool } from 'pg';
import { beforeAll, expect, it } from 'vitest';
import { monthsUpTo } from '../../../src/alert/response/response-months.js';
import { readResponseMonths } from '../../../src/alert/response/response-times.reader.js';
import type { Database } from '../../../src/database/database.js';
import { noPromise } from '../../../src/domain/response-promise.js';
import { freshDatabase } from '../../support/database.js';
import { atEndOfFile } from '../../support/end-of-file.js';

const tenantId = 'msp-one';
const threats = 40_000;
const clients = 100;
const months = 20;
const now = new Date('2026-08-20T12:00:00Z');
const statements: { sql: string; parameters: readonly unknown[] }[] = [];
let pool: Pool;
let query: Database['query'];

interface Plan {
  'Node Type': string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Relation Name'?: string;
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
  // One after the other over twenty months, of a hundred clients in turn: four hundred of each.
  await pool.query(
    `insert into threat (tenant_id, id, connection_id, company_id, client_id, name, family, severity, severity_source,
       severity_reason, status, action, detected_at, last_detected_at, occurrences, history, created_at, changed_at)
     select $1, gen_random_uuid(), $2, $2, 'client-' || n % $4::int, 'T', 'T', 4, 'INCIDENT_SCORE', '', 'RESOLVED', 'BLOCKED', at, at, 1,
       false, at + interval '5 minutes', at
     from (select n, $5::timestamptz - n * (interval '1 month' * $6::int / $3::int) as at from generate_series(1, $3::int) as n) as given`,
    [tenantId, randomUUID(), threats, clients, now, months],
  );
  await pool.query(
    `insert into alert (tenant_id, id, threat_id, alert_type, title, severity, state, client_id, raised_at, changed_at)
     select tenant_id, gen_random_uuid(), id, 'bitdefender', name, 4, 'RESOLVED', client_id, created_at, created_at from threat`,
  );
  await pool.query(
    `insert into alert_change (tenant_id, sequence, alert_id, kind, actor, detail, at)
     select tenant_id, row_number() over (), id, 'TICKETED', 'opsmerge', '{}', raised_at from alert`,
  );
  await pool.query(
    `insert into threat_change (tenant_id, sequence, threat_id, kind, actor, detail, at)
     select tenant_id, row_number() over (), id, 'RESOLVED', 'tom', '{}', created_at from threat`,
  );
  await pool.query('analyze');
});

it.each([1, 20])('months of %i clients read their own threats of these months alone, by an index', async (count) => {
  statements.length = 0;
  const asked = {
    owners: { kind: 'CLIENTS' as const, clientIds: Array.from({ length: count }, (_, number) => `client-${number}`) },
    months: monthsUpTo(now, 'UTC', 6),
    promise: { ...noPromise, person: 60 },
    now,
  };
  const numbers = await readResponseMonths({ query, read: query } as Database, tenantId, asked);
  const measured = numbers.flat().reduce((sum, month) => sum + month.threats, 0);
  expect(measured).toBeGreaterThan(count * 100);
  expect(statements).toHaveLength(2);

  const [timed] = statements;
  const { rows } = await pool.query(`explain (analyze, format json) ${timed?.sql}`, [...(timed?.parameters ?? [])]);
  const nodes = nodesOf(rows[0]['QUERY PLAN'][0].Plan);
  const readFrom = (table: string) =>
    nodes
      .filter((node) => node['Relation Name'] === table)
      .reduce(
        (sum, node) => sum + (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'],
        0,
      );
  // Rows are averages of all loops, rounded.
  for (const table of ['threat', 'alert']) expect(readFrom(table), table).toBeLessThanOrEqual(measured + count);
  for (const table of ['alert_change', 'threat_change'])
    expect(readFrom(table), table).toBeLessThanOrEqual(3 * (measured + count));
  expect(nodes.filter((node) => node['Node Type'] === 'Seq Scan').map((node) => node['Relation Name'])).not.toContain(
    'threat',
  );
});

function nodesOf(plan: Plan): Plan[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
}
