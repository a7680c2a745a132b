import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { inject } from 'vitest';

/** The URL of a fresh, migrated database of this test's own; with `empty`, of one without any table. */
export async function freshDatabase({ empty = false } = {}): Promise<string> {
  const server = inject('databaseServer');
  const name = `test_${randomBytes(6).toString('hex')}`;
  const client = new Client({ connectionString: `${server}postgres` });
  await client.connect();
  await client.query(`create database ${name}${empty ? '' : ' template template_migrated'}`);
  await client.end();
  return `${server}${name}`;
}
