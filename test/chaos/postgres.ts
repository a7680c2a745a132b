import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/database/embedded/embedded-postgres.js';
import { ownPort } from '../support/own-port.js';

/** A PostgreSQL that can be stopped and can crash; it keeps its port and its data. */
export interface MortalPostgres {
  url: string;
  port: number;
  /** Stops in an orderly way, which ends all sessions, and starts again. */
  restart(): Promise<void>;
  /** Its main process is killed; it starts again and recovers from its log. */
  crash(): Promise<void>;
  close(): Promise<void>;
}

// Nothing survives the loss of power, which does not happen here; each commit survives the death of the server.
const settings = ['fsync=off', 'full_page_writes=off', 'max_connections=200'];

/** Starts it in a folder of its own. */
export async function startMortalPostgres(): Promise<MortalPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'opsmerge-bitdefender-chaos-'));
  await chmod(folder, 0o755);
  const port = await ownPort();
  const start = () => startEmbeddedPostgres(folder, settings, async () => port);
  let server: EmbeddedPostgres = await start();
  /** The memory of a killed server is free only when its last session has ended. */
  const startAgain = async () => {
    for (let tries = 1; ; tries += 1) {
      try {
        server = await start();
        return;
      } catch (error) {
        if (tries === 20) throw error;
        await sleep(500);
      }
    }
  };
  return {
    url: server.url,
    port,
    async restart() {
      await server.stop();
      await startAgain();
    },
    async crash() {
      const [pid] = (await readFile(join(folder, 'postgresql', 'postmaster.pid'), 'utf8')).split('\n');
      process.kill(Number(pid), 'SIGKILL');
      await startAgain();
    },
    async close() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
