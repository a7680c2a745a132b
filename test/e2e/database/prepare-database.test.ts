import { Client } from 'pg';
import { expect, it } from 'vitest';
import { prepareDatabase } from '../../../src/prepare-database.js';
import { migrateQueue } from '../../../src/queue/queue-schema.js';
import { freshDatabase } from '../../support/database.js';
import { atEndOfFile } from '../../support/end-of-file.js';

async function open() {
  const url = await freshDatabase();
  const client = new Client({ connectionString: url });
  await client.connect();
  atEndOfFile(() => client.end());
  const version = async () =>
    (await client.query<{ version: number }>('select version from pgboss.version')).rows[0]?.version;
  return {
    client,
    url,
    version,
    prepare: (may: 'at-start' | 'never') => prepareDatabase({ url, directUrl: url }, may),
  };
}

it('accepts a database that a newer release has migrated', async () => {
  const { client, version, prepare } = await open();
  await client.query(`insert into migration (name) values ('Migration29990101000000_later')`);
  await client.query('update pgboss.version set version = 999');
  expect(await prepare('never')).toEqual([]);
  expect(await prepare('at-start')).toEqual([]);
  expect(await version()).toBe(999);
});

it('refuses a queue of an older release when it may not migrate', async () => {
  const { client, prepare } = await open();
  await client.query('update pgboss.version set version = 42');
  await expect(prepare('never')).rejects.toThrow('The database is not migrated');
});

it('refuses a database without a migration when it may not migrate', async () => {
  const { client, prepare } = await open();
  await client.query('delete from migration where id = (select max(id) from migration)');
  await expect(prepare('never')).rejects.toThrow('The database is not migrated');
});

it('makes a queue that is missing, with its queues', async () => {
  const { client, version, prepare } = await open();
  await client.query('drop schema pgboss cascade');
  expect(await prepare('at-start')).toEqual([]);
  expect(await version()).toBeGreaterThan(0);
  const { rows } = await client.query('select name from pgboss.queue order by 1');
  expect(rows.map(({ name }) => name)).toEqual([
    'clients',
    'deliver',
    'deliver-dead',
    'digest',
    'digest-dead',
    'job',
    'publish',
    'publish-dead',
    'run',
    'seats',
    'sweep',
  ]);
});

it('builds the indexes that pg-boss left for later before it returns', async () => {
  const { client, url } = await open();
  await client.query(
    `insert into pgboss.bam (name, version, status, table_name, command)
     values ('later', 43, 'pending', 'job_common', 'CREATE INDEX CONCURRENTLY job_later ON pgboss.job_common (name)')`,
  );
  await client.query('update pgboss.version set bam_on = null');
  await migrateQueue(url, 'pgboss');
  const { rows } = await client.query("select from pg_indexes where indexname = 'job_later'");
  expect(rows).toHaveLength(1);
});
