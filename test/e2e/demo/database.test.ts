import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { expect, it } from 'vitest';
import { startDemoDatabase } from '../../../demo/database.js';
import { connectionOptions } from '../../../src/database-url.js';
import { atEndOfFile } from '../../support/end-of-file.js';

it('gives each demo an empty database, which belongs to the role of the service', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'opsmerge-bitdefender-demo-'));
  atEndOfFile(() => rm(folder, { recursive: true, force: true }));
  await chmod(folder, 0o755);
  for (let times = 0; times < 2; times += 1) {
    const database = await startDemoDatabase(folder);
    const client = new Client(connectionOptions(database.url));
    await client.connect();
    const { rows } = await client.query(`select to_regclass('kept') as kept, pg_get_userbyid(datdba) = user as own
      from pg_database where datname = current_database()`);
    await client.query('create table kept (id int)');
    await client.end();
    await database.stop();
    expect(rows).toEqual([{ kept: null, own: true }]);
  }
});
