import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { inject } from 'vitest';
import { type Database, openDatabase } from '../../src/database/database.js';
import { serviceRole } from '../../src/database/embedded/embedded-roles.js';
import { atEndOfFile } from './end-of-file.js';
import { asService } from './service-role.js';

/**
 * The URL of a fresh, migrated database of this test's own; with `empty`, of one without any table. It is dropped when the test file
 * ends, which fails if a session of the file is still open: what one file leaves open takes connections away from all that follow.
 */
export async function freshDatabase({ empty = false } = {}): Promise<string> {
  const server = inject('databaseServer');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await run(server, `create database ${name} owner ${serviceRole}${empty ? '' : ' template template_migrated'}`);
  atEndOfFile(() => run(server, `drop database ${name}`));
  return asService(`${server}${name}`);
}

/**
 * A fresh, migrated database of this test's own, open until the test file ends. What the test itself asks sees all tenants; what works
 * for a tenant sees that one.
 */
export async function openTestDatabase(): Promise<Database> {
  const database = openDatabase(await freshDatabase(), { outside: 'all tenants' });
  atEndOfFile(() => database.close());
  return database;
}

/** Drops what lets the release before see all rows, as the next release does: whoever says nothing then sees none. */
export async function dropEarlierPolicies(client: Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select polrelid::regclass::text as name from pg_policy where polname = 'earlier_release'`,
  );
  for (const { name } of rows) await client.query(`drop policy earlier_release on ${name}`);
}

async function run(server: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: `${server}postgres` });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
