import { Client } from 'pg';
import { expect, it } from 'vitest';
import { migrate, openOrm } from '../../src/database/orm.js';
import { freshDatabase } from '../support/database.js';

it('takes an empty database to exactly the schema of the entities', async () => {
  const url = await freshDatabase({ empty: true });
  expect(await migrate(url)).not.toEqual([]);
  const orm = await openOrm(url);
  try {
    expect(await orm.schema.getUpdateSchemaSQL({ wrap: false })).toBe('');
  } finally {
    await orm.close();
  }
});

it('does nothing the second time, also when two replicas start at once', async () => {
  const url = await freshDatabase({ empty: true });
  const applied = await Promise.all([migrate(url), migrate(url)]);
  expect(applied.flat().length).toBeGreaterThan(0);
  expect(new Set(applied.flat()).size).toBe(applied.flat().length);
  expect(await migrate(url)).toEqual([]);
});

it('leads every primary key, unique key and index with the tenant, but for those of the work queue of all tenants', async () => {
  const client = new Client({ connectionString: await freshDatabase() });
  await client.connect();
  const { rows } = await client.query(
    `select indexname, indexdef from pg_indexes
     where schemaname = 'public' and tablename <> 'migration' and indexdef !~ '\\(tenant_id' order by 1`,
  );
  await client.end();
  // What is due, and what is under way, is asked for all tenants at once, and a budget belongs to a key, not to a tenant.
  expect(rows.map(({ indexname }) => indexname)).toEqual([
    'alert_snoozed',
    'company_due',
    'company_stale',
    'fingerprint_salt_pkey',
    'rate_budget_pkey',
    'sync_run_open',
  ]);
});

it('keeps the audit as it was written', async () => {
  const client = new Client({ connectionString: await freshDatabase() });
  await client.connect();
  await client.query(
    `insert into audit_entry (tenant_id, id, at, actor, action, subject, detail)
     values ('t', gen_random_uuid(), now(), 'a', 'DONE', 's', '{}')`,
  );
  await expect(client.query(`update audit_entry set actor = 'b'`)).rejects.toThrow('append-only');
  await expect(client.query('delete from audit_entry')).rejects.toThrow('append-only');
  await client.end();
});
