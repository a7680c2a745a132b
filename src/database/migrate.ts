import { readdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { type MigrationObject } from '@mikro-orm/core';
import { type Client, escapeIdentifier } from 'pg';
import { isMigrationFile, migrationsFolder, openOrm } from './orm.js';
import { readOwnSchema, schemasOf } from './own-schema.js';
import { withSession } from './session.js';

/** PostgreSQL's codes for a lock that was not given in time, and for a deadlock. */
const lockFailures = ['55P03', '40P01'];

/** Seconds between attempts to get a lock: about five minutes in all. */
const patience = [1, 2, 4, 8, ...Array<number>(19).fill(15)];

/** The advisory lock of migrations, that of earlier releases too. */
const turn = 4200761;

/** Extensions that our indexes need. */
const extensions = ['pg_trgm', 'btree_gin'];

/**
 * Applies what is not applied yet, in the order of the names, and returns the names applied. Several replicas may do so at
 * once, one after the other. What was applied before a failure stays: the next attempt continues there.
 * `migrations` replace those of the folder.
 */
export async function migrate(databaseUrl: string, migrations?: MigrationObject[]): Promise<string[]> {
  return withSession(databaseUrl, 'migrations', async (client) => {
    await takeTurn(client);
    await prepareSchema(client);
    const orm = await openOrm(databaseUrl, migrations);
    const applied: string[] = [];
    orm.migrator.on('migrated', ({ name }) => {
      applied.push(name);
    });
    try {
      await whileLocked(() => orm.migrator.up());
      return applied;
    } finally {
      await orm.close();
    }
  });
}

/** The migrations that are not applied yet; reads only. */
export async function readPending(client: Client): Promise<string[]> {
  const { name } = await readOwnSchema(client);
  const table = `${escapeIdentifier(name)}.migration`;
  const found = await client.query<{ table: string | null }>('select to_regclass($1) as table', [table]);
  const rows = found.rows[0]?.table ? (await client.query<{ name: string }>(`select name from ${table}`)).rows : [];
  const applied = new Set(rows.map((row) => row.name));
  const files = (await readdir(migrationsFolder)).filter(isMigrationFile).sort();
  return files.map((file) => file.replace(/\.[jt]s$/, '')).filter((migration) => !applied.has(migration));
}

/** Repeats what did not get a lock in time, so that the statements that waited behind it run in between. */
export async function whileLocked<Result>(work: () => Promise<Result>): Promise<Result> {
  for (const seconds of patience) {
    try {
      return await work();
    } catch (error) {
      if (!lockFailures.includes(codeOf(error) ?? '')) throw error;
      await sleep(seconds * 1_000);
    }
  }
  return work();
}

/** PostgreSQL's code of an error, also of one that MikroORM has wrapped. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/**
 * Waits until no other replica migrates, and holds the lock until the session ends. It asks again and again: a statement
 * that waited would be an open transaction, for which `create index concurrently` waits in turn.
 */
async function takeTurn(client: Client): Promise<void> {
  await client.query(`select set_config(name, '0', false) from pg_settings where name = 'idle_session_timeout'`);
  for (;;) {
    const { rows } = await client.query<{ got: boolean }>('select pg_try_advisory_lock($1) as got', [turn]);
    if (rows[0]?.got) return;
    await sleep(200);
  }
}

/** Creates our schema, where it is missing, and the extensions, where every schema of the database can use them. */
async function prepareSchema(client: Client): Promise<void> {
  const { name, exists } = await readOwnSchema(client);
  if (!exists) await client.query(`create schema ${escapeIdentifier(name)}`);
  const { rows } = await client.query<{ path: string; shared: boolean; installed: Record<string, string> }>(
    `select current_setting('search_path') as path,
       coalesce(has_schema_privilege(to_regnamespace('public'), 'create'), false) as shared,
       (select coalesce(json_object_agg(extname, nspname), '{}')
        from pg_extension join pg_namespace on pg_namespace.oid = extnamespace) as installed`,
  );
  const { path = '', shared = false, installed = {} } = rows[0] ?? {};
  const reachable = [name, 'pg_catalog', ...schemasOf(path)];
  for (const extension of extensions) {
    const schema = installed[extension];
    if (schema === undefined)
      await client.query(
        `create extension if not exists ${extension} schema ${escapeIdentifier(shared && reachable.includes('public') ? 'public' : name)}`,
      );
    else if (!reachable.includes(schema))
      throw new Error(`The extension ${extension} is in the schema "${schema}": add it to the end of search_path.`);
  }
}
