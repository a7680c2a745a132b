import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/database/embedded/embedded-postgres.js';

/** A PostgreSQL of a benchmark's own, with these settings, and the folder that holds its data; `stop` removes both. */
export async function startPostgres(settings: string[]): Promise<EmbeddedPostgres & { folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'opsmerge-bitdefender-bench-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    // PostgreSQL may run as another user.
    await chmod(folder, 0o755);
    const server = await startEmbeddedPostgres(folder, settings);
    const stop = async () => {
      await server.stop();
      await remove();
    };
    return { ...server, folder, stop };
  } catch (error) {
    await remove();
    throw error;
  }
}
