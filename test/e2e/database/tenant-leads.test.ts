import { readFile } from 'node:fs/promises';
import { Client } from 'pg';
import { beforeAll, expect, it } from 'vitest';
import { connectionOptions } from '../../../src/database-url.js';
import { freshDatabase } from '../../support/database.js';
import { atEndOfFile } from '../../support/end-of-file.js';

/** What a distributed engine keeps whole, since it belongs to no tenant, and why. */
const withoutTenant: Readonly<Record<string, string>> = {
  fingerprint_salt: 'one row for the whole service',
  migration: 'the migrations that were applied',
  rate_budget: 'GravityZone counts the calls of a key, whoever uses it',
  tick_turn: 'one row for the whole service',
  token_refusal: 'an operator refuses a person for all tenants',
};

/** Indexes by which work across tenants finds what is due. None is unique: each row of theirs can be in any place. */
const acrossTenants = [
  'alert_hold_due',
  'alert_snoozed',
  'company_due',
  'company_stale',
  'digest_due',
  'sync_run_open',
];

/** The tables of the first schema of the search path; those of the queue are in a schema of their own, and pg-boss's. */
const ours = `pg_class.relnamespace = current_schema()::regnamespace and pg_class.relkind in ('r', 'p')`;
const columnName = (number: string, table = 'pg_class.oid') =>
  `(select attname::text from pg_attribute where attrelid = ${table} and attnum = ${number})`;

interface Catalogue {
  /** Each table with its column `tenant_id`, null where it has none. */
  tables: { name: string; tenant: string | null; hasKey: boolean }[];
  /** Indexes that do not begin with `tenant_id`, keys and unique ones among them; of tables that have one. */
  indexes: { name: string; isUnique: boolean }[];
  /** Foreign keys whose first pair of columns is not `tenant_id` on both sides. */
  foreignKeys: string[];
  /** Tables with a tenant whose rows a sequence numbers: an engine that spreads them would have a sequence for each place. */
  numbered: string[];
}

async function readCatalogue(client: Client): Promise<Catalogue> {
  const rows = async <Row extends object>(query: string) => (await client.query<Row>(query)).rows;
  const tables = await rows<Catalogue['tables'][number]>(
    `select relname::text as name,
       (select format_type(atttypid, atttypmod) || case when attnotnull then ' not null' else '' end
        from pg_attribute where attrelid = pg_class.oid and attname = 'tenant_id' and not attisdropped) as tenant,
       exists (select from pg_constraint where conrelid = pg_class.oid and contype = 'p') as "hasKey"
     from pg_class where ${ours} order by 1`,
  );
  const named = tables.filter(({ tenant }) => tenant !== null).map(({ name }) => `'${name}'`);
  const indexes = await rows<Catalogue['indexes'][number]>(
    `select index.relname::text as name, indisunique or indisexclusion as "isUnique"
     from pg_index join pg_class on pg_class.oid = indrelid join pg_class as index on index.oid = indexrelid
     where ${ours} and pg_class.relname in (${named.join()})
       and ${columnName('indkey[0]')} is distinct from 'tenant_id' order by 1`,
  );
  const foreignKeys = await rows<{ name: string }>(
    `select conname::text as name from pg_constraint join pg_class on pg_class.oid = conrelid
     where ${ours} and contype = 'f' and (${columnName('conkey[1]')} is distinct from 'tenant_id'
       or ${columnName('confkey[1]', 'confrelid')} is distinct from 'tenant_id') order by 1`,
  );
  const numbered = await rows<{ name: string }>(
    `select pg_class.relname::text as name from pg_class join pg_depend on refobjid = pg_class.oid and deptype in ('a', 'i')
     join pg_class as sequence on sequence.oid = objid and sequence.relkind = 'S'
     where ${ours} and pg_class.relname in (${named.join()}) order by 1`,
  );
  const names = (found: { name: string }[]) => found.map(({ name }) => name);
  return { tables, indexes, foreignKeys: names(foreignKeys), numbered: names(numbered) };
}

let client: Client;
beforeAll(async () => {
  client = new Client(connectionOptions(await freshDatabase()));
  await client.connect();
  atEndOfFile(() => client.end());
});

it('has a tenant, of one type and never empty, in every table but those named', async () => {
  const { tables } = await readCatalogue(client);
  expect(tables.length).toBeGreaterThan(30);
  expect(tables.filter(({ tenant }) => tenant === null).map(({ name }) => name)).toEqual(
    Object.keys(withoutTenant).toSorted(),
  );
  for (const { name, tenant, hasKey } of tables)
    if (tenant !== null) expect({ name, tenant, hasKey }).toEqual({ name, tenant: 'text not null', hasKey: true });
});

it('is described by the page about scale, which copies the others to every server', async () => {
  const page = await readFile('docs/scale.md', 'utf8');
  const copied = [...page.matchAll(/create_reference_table\('(\w+)'\)/g)].map(([, name]) => name);
  // The migrations are read by the coordinator alone.
  expect(['migration', ...copied].toSorted()).toEqual(Object.keys(withoutTenant).toSorted());
});

it('leads every key, every unique index and every foreign key with the tenant', async () => {
  const { indexes, foreignKeys } = await readCatalogue(client);
  expect(indexes.filter(({ isUnique }) => isUnique)).toEqual([]);
  expect(foreignKeys).toEqual([]);
});

it('leads every other index with the tenant, except those of work across tenants', async () => {
  const { indexes } = await readCatalogue(client);
  expect(indexes.map(({ name }) => name)).toEqual(acrossTenants);
});

it('numbers no rows of a tenant by a sequence', async () => {
  const { numbered } = await readCatalogue(client);
  expect(numbered).toEqual([]);
});

it('reports tables, keys and indexes that forget their tenant', async () => {
  await client.query('begin');
  await client.query(`
    create table forgotten (id uuid primary key);
    create table late (tenant_id text not null, id uuid unique, device_id uuid, number serial, primary key (tenant_id, id));
    create table nullable (tenant_id varchar(20), id uuid);
    create unique index unique_by_expression on late (lower(device_id::text), tenant_id);
    create table referring (tenant_id text not null, id uuid, other uuid references late (id), primary key (tenant_id, id),
      foreign key (tenant_id, other) references late);
    alter table late add constraint excluded exclude (device_id with =);`);
  const { tables, indexes, foreignKeys, numbered } = await readCatalogue(client);
  await client.query('rollback');
  expect(tables).toContainEqual({ name: 'forgotten', tenant: null, hasKey: true });
  expect(tables).toContainEqual({ name: 'nullable', tenant: 'character varying(20)', hasKey: false });
  expect(indexes.filter(({ isUnique }) => isUnique).map(({ name }) => name)).toEqual([
    'excluded',
    'late_id_key',
    'unique_by_expression',
  ]);
  expect(foreignKeys).toEqual(['referring_other_fkey']);
  expect(numbered).toEqual(['late']);
});
