import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { expect, it } from 'vitest';
import { startEnvironment } from '../../../demo/environment.js';
import { startEmbeddedPostgres } from '../../../src/database/embedded/embedded-postgres.js';
import { createLogger } from '../../../src/logger.js';
import { ownPort } from '../../support/own-port.js';

it('leaves the embedded PostgreSQL of a running service alone when its port is taken', async () => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'opsmerge-bitdefender-port-'));
  await chmod(dataFolder, 0o755);
  const port = await ownPort();
  const listener = createServer();
  await new Promise<void>((resolve) => listener.listen(port, '127.0.0.1', resolve));
  const server = await startEmbeddedPostgres(dataFolder, ['fsync=off']);
  try {
    const second = startEnvironment({
      dataFolder,
      ports: { app: port },
      gateway: false,
      logger: createLogger('silent'),
    });
    await expect(second).rejects.toThrow(`Port ${port} (this service) of 127.0.0.1 is taken.`);
    const client = new Client({ connectionString: server.url });
    await client.connect();
    expect((await client.query("select to_regclass('connection') as migrated")).rows).toEqual([{ migrated: null }]);
    await client.end();
  } finally {
    await server.stop().catch(() => undefined);
    await new Promise((resolve) => listener.close(resolve));
    await rm(dataFolder, { recursive: true, force: true });
  }
});
