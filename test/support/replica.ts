import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFile, chmod, chown, copyFile, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/database/embedded/embedded-postgres.js';
import { connectionOptions } from '../../src/database-url.js';
import { atEndOfFile } from './end-of-file.js';

export interface ReplicatedDatabase {
  /** Of the primary; an empty database. */
  url: string;
  /** Of the replica. */
  readUrl: string;
  /** Lets the replica fall behind: it receives changes and does not replay them. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Waits until the replica has replayed everything that is committed by now. */
  caughtUp(): Promise<void>;
  /** Stops the replica's server. */
  stopReplica(): Promise<void>;
}

/** A primary of its own with a streaming replica, both on this machine; they end with the test file. */
export async function startReplicatedDatabase(): Promise<ReplicatedDatabase> {
  const [primaryFolder, replicaFolder] = [await newFolder(), await newFolder()];
  const settings = ['fsync=off', 'wal_level=replica'];
  const primary = await startEmbeddedPostgres(primaryFolder, settings);
  atEndOfFile(() => primary.stop());
  const administratorUrl = primary.administratorUrl('opsmerge_bitdefender');
  const owner = await open(administratorUrl);
  await copyServer(owner, administratorUrl, primaryFolder, replicaFolder);
  const replica: EmbeddedPostgres = await startEmbeddedPostgres(replicaFolder, [
    'fsync=off',
    'hot_standby_feedback=on',
  ]);
  let stopped: Promise<void> | undefined;
  const stopReplica = () => {
    stopped ??= replica.stop();
    return stopped;
  };
  atEndOfFile(stopReplica);
  const follower = await open(replica.administratorUrl('opsmerge_bitdefender'));
  return {
    url: primary.url,
    readUrl: replica.url,
    async pause() {
      await follower.query('select pg_wal_replay_pause()');
    },
    async resume() {
      await follower.query('select pg_wal_replay_resume()');
    },
    async caughtUp() {
      const { rows } = await owner.query('select pg_current_wal_flush_lsn() as place');
      for (let behind = true; behind; ) {
        const answer = await follower.query('select pg_last_wal_replay_lsn() < $1::pg_lsn as behind', [rows[0]?.place]);
        behind = answer.rows[0]?.behind;
      }
    },
    stopReplica,
  };
}

/** A base backup by hand: the embedded server has no pg_basebackup. */
async function copyServer(owner: Client, url: string, from: string, to: string): Promise<void> {
  const { host, port, user, password } = connectionOptions(url);
  await owner.query('select pg_backup_start($1, fast => true)', [randomBytes(4).toString('hex')]);
  const copied = spawnSync('cp', ['-a', join(from, 'postgresql'), to]);
  if (copied.status !== 0) throw new Error(String(copied.stderr));
  const { rows } = await owner.query<{ label: string }>('select labelfile as label from pg_backup_stop()');
  const data = join(to, 'postgresql');
  await rm(join(data, 'postmaster.pid'));
  const { uid, gid } = await stat(data);
  for (const [name, text] of Object.entries({ backup_label: rows[0]?.label ?? '', 'standby.signal': '' })) {
    await writeFile(join(data, name), text, { mode: 0o600 });
    await chown(join(data, name), uid, gid);
  }
  await appendFile(
    join(data, 'postgresql.auto.conf'),
    `primary_conninfo = 'host=${host} port=${port} user=${user} password=${password}'\n`,
  );
  await copyFile(join(from, 'postgresql.password'), join(to, 'postgresql.password'));
}

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'opsmerge-bitdefender-replica-'));
  atEndOfFile(() => rm(folder, { recursive: true, force: true }));
  await chmod(folder, 0o755);
  return folder;
}

async function open(url: string): Promise<Client> {
  const client = new Client(connectionOptions(url));
  client.on('error', () => undefined);
  await client.connect();
  atEndOfFile(() => client.end().catch(() => undefined));
  return client;
}
