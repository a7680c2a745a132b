import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Client } from 'pg';
import { describe, expect, inject, it } from 'vitest';
import { connectionOptions } from '../../../src/database-url.js';
import { migrateAll } from '../../../src/prepare-database.js';
import { atEndOfFile } from '../../support/end-of-file.js';
import { everySecond, testEnvironment } from '../../support/environment.js';
import { followMainPath } from '../../support/main-path.js';

const notMigrated = 'The database is not migrated: run `npm run migrate` as its owner.';

async function run(url: string, ...statements: string[]): Promise<void> {
  const client = new Client(connectionOptions(url));
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/** The blocks of SQL in the handbook, under names of this test's own. */
async function readHandbook(suffix: string): Promise<string[][]> {
  const text = await readFile('docs/operations.md', 'utf8');
  const section = text.slice(text.indexOf('### Two roles'), text.indexOf('### A schema of its own'));
  return [...section.matchAll(/```sql\n([\s\S]*?)```/g)].map(([, block = '']) =>
    block
      .replaceAll(/\b(opsmerge_owner|opsmerge_service|bitdefender)\b/g, `$1_${suffix}`)
      .split(';')
      .map((statement) => statement.trim())
      .filter((statement) => statement !== ''),
  );
}

/** A database with the roles of the handbook, which end with the test file; nothing is migrated. */
async function makeRoles() {
  const suffix = randomBytes(6).toString('hex');
  const [roles = [], rights = [], existing = []] = await readHandbook(suffix);
  const server = inject('databaseServer');
  const urlOf = (role: string, password: string) => {
    const url = new URL(`${server}bitdefender_${suffix}`);
    [url.username, url.password] = [`${role}_${suffix}`, password];
    return url.href;
  };
  const urls = {
    creator: `${server}bitdefender_${suffix}`,
    owner: urlOf('opsmerge_owner', 'change-me-1'),
    service: urlOf('opsmerge_service', 'change-me-2'),
  };
  atEndOfFile(() =>
    run(
      `${server}postgres`,
      `drop database bitdefender_${suffix}`,
      `drop role opsmerge_owner_${suffix}`,
      `drop role opsmerge_service_${suffix}`,
    ),
  );
  await run(`${server}postgres`, ...roles);
  return { ...urls, suffix, rights, existing };
}

const migrateAs = (url: string) => migrateAll({ url, directUrl: url });

describe('with the roles of the handbook', () => {
  it('serves as a role that cannot create a table', async () => {
    const { owner, service, rights } = await makeRoles();
    await run(owner, ...rights);
    await expect(testEnvironment({ databaseUrl: service })).rejects.toThrow(notMigrated);
    expect(await migrateAs(owner)).not.toEqual([]);

    const environment = await testEnvironment({ databaseUrl: service, tick: everySecond });
    await followMainPath(environment);
    await environment.startReplica({ migrate: 'never' });
    for (const statement of [
      'create table mine (id int)',
      'create table pgboss.mine (id int)',
      'create schema mine',
      'alter table threat add mine int',
    ])
      await expect(environment.database.query(statement)).rejects.toThrow(/permission denied|must be owner/);
    expect(environment.logged()).not.toMatch(/permission denied|must be owner/);
  });

  it('serves in a schema and with time-outs that are set on the roles', async () => {
    const { owner, service, rights, creator, suffix } = await makeRoles();
    await run(owner, ...rights);
    await run(
      creator,
      ...['opsmerge_owner', 'opsmerge_service'].flatMap((role) =>
        [
          'search_path = app, public',
          "statement_timeout = '20s'",
          "lock_timeout = '10s'",
          "idle_in_transaction_session_timeout = '20s'",
        ].map((setting) => `alter role ${role}_${suffix} set ${setting}`),
      ),
    );
    await migrateAs(owner);
    const environment = await testEnvironment({ databaseUrl: service, tick: everySecond, migrate: 'never' });
    await followMainPath(environment);
    const { rows } = await environment.database.query("select from pg_tables where schemaname in ('public', 'pgboss')");
    expect(rows).toEqual([]);
  });

  it('serves on tables that existed before the second role', async () => {
    const { owner, service, existing } = await makeRoles();
    await migrateAs(owner);
    await run(owner, ...existing);
    await followMainPath(await testEnvironment({ databaseUrl: service, tick: everySecond }));
  });

  it('ends with one sentence when migrations are missing and it may not migrate', async () => {
    const { owner } = await makeRoles();
    await expect(testEnvironment({ databaseUrl: owner, migrate: 'never' })).rejects.toThrow(notMigrated);
  });
});
