// Writes the migration that takes the newest migration's schema to the entities', into migrations/.
import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../dist/src/database/embedded/embedded-postgres.js';
import { openOrm } from '../dist/src/database/orm.js';

const folder = await mkdtemp(join(tmpdir(), 'opsmerge-bitdefender-migration-'));
await chmod(folder, 0o755);
const server = await startEmbeddedPostgres(folder, ['fsync=off']);
try {
  const orm = await openOrm(server.url);
  await orm.migrator.up();
  const created = await orm.migrator.create('migrations', false, false, process.argv[2]);
  execFileSync('biome', ['format', '--write', `migrations/${created.fileName}`]);
  process.stdout.write(`${created.fileName}\n`);
  await orm.close();
} finally {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}
