import { Client } from 'pg';
import { expect, it } from 'vitest';
import { openOrm } from '../../../src/database/orm.js';
import { freshDatabase } from '../../support/database.js';
import { atEndOfFile } from '../../support/end-of-file.js';
import { everySecond, testEnvironment } from '../../support/environment.js';
import { followMainPath } from '../../support/main-path.js';

it('keeps two installations of one database apart, each in its schema', async () => {
  const url = await freshDatabase({ empty: true });
  const start = (path: string) =>
    testEnvironment({ databaseUrl: `${url}?search_path=${encodeURIComponent(path)}`, tick: everySecond });
  const [one, other] = [await start('app,public'), await start('"Other App",public')];
  await Promise.all([followMainPath(one), followMainPath(other)]);

  // A restart and a second replica alike find what is there.
  const logged = one.logged().length;
  await one.startReplica();
  expect(one.logged().slice(logged)).not.toContain('migrated');

  const client = new Client({ connectionString: url });
  await client.connect();
  atEndOfFile(() => client.end());
  const { rows } = await client.query<{ schema: string; threats: boolean; jobs: boolean }>(
    `select schemaname as schema, bool_or(tablename = 'threat') as threats, bool_or(tablename = 'job_dependency') as jobs
     from pg_tables where schemaname not in ('pg_catalog', 'information_schema') group by 1
     order by schemaname like 'pgboss%', length(schemaname) desc`,
  );
  expect(rows).toEqual([
    { schema: 'Other App', threats: true, jobs: false },
    { schema: 'app', threats: true, jobs: false },
    { schema: expect.stringMatching(/^pgboss_[0-9a-f]{24}$/), threats: false, jobs: true },
    { schema: 'pgboss_app', threats: false, jobs: true },
  ]);
  expect((await client.query('select from app.threat')).rows).toHaveLength(1);
  expect((await client.query('select from "Other App".threat')).rows).toHaveLength(1);
});

it('takes a schema of its own to exactly the schema of the entities', async () => {
  const url = `${await freshDatabase({ empty: true })}?search_path=app,public`;
  await testEnvironment({ databaseUrl: url });
  const orm = await openOrm(url);
  try {
    expect(await orm.schema.getUpdateSchemaSQL({ wrap: false })).toBe('');
  } finally {
    await orm.close();
  }
});
