import { Client } from 'pg';
import { describe, expect, it } from 'vitest';
import { connectionOptions } from '../../../src/database-url.js';
import { checkListening } from '../../../src/live/check-listening.js';
import { freshDatabase } from '../../support/database.js';
import { everySecond, testEnvironment } from '../../support/environment.js';
import { followMainPath } from '../../support/main-path.js';
import { pgbouncer, startPgbouncer } from '../../support/pgbouncer.js';
import { startTransactionPooler } from '../../support/transaction-pooler.js';

const poolers = [
  { name: 'the pooler of the tests', start: startTransactionPooler, isHere: true },
  { name: 'PgBouncer', start: startPgbouncer, isHere: pgbouncer !== undefined },
];

describe.each(poolers)('through $name', ({ start, isHere }) => {
  it.runIf(isHere)('follows the main path with a direct URL beside it', async () => {
    const directUrl = await freshDatabase();
    const environment = await testEnvironment({ databaseUrl: await start(directUrl), directUrl, tick: everySecond });
    await followMainPath(environment);
    const { rows } = await environment.database.query<{ name: string; sessions: number }>(
      `select application_name as name, count(*)::int as sessions from pg_stat_activity
       where datname = current_database() and application_name like '%-live' group by 1`,
    );
    expect(rows).toEqual([{ name: 'opsmerge-bitdefender-live', sessions: 1 }]);
  });

  it.runIf(isHere)('refuses to start when it is the only way to the database', async () => {
    const databaseUrl = await start(await freshDatabase());
    await expect(testEnvironment({ databaseUrl })).rejects.toThrow(
      'LISTEN does not work through DATABASE_URL, which leads to a pooler: set DATABASE_DIRECT_URL to the address of PostgreSQL.',
    );
  });

  it.runIf(isHere)('is refused with settings in the URL, which belong to the role', async () => {
    const client = new Client(connectionOptions(`${await start(await freshDatabase())}?search_path=public`));
    client.on('error', () => undefined);
    await expect(client.connect()).rejects.toThrow(/unsupported startup parameter/);
  });
});

describe('checkListening', () => {
  it('reports a direct URL that leads to another database', async () => {
    const [url, directUrl] = [await freshDatabase(), await freshDatabase()];
    await expect(checkListening({ url, directUrl }, 1_000)).rejects.toThrow(/must lead to the same database/);
  });

  it('reports two URLs that lead to different schemas', async () => {
    const url = await freshDatabase();
    const directUrl = `${url}?search_path=pg_catalog`;
    await expect(checkListening({ url, directUrl })).rejects.toThrow(/give both roles one search_path/);
  });
});
