import { spawn, spawnSync } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { connectionOptions } from '../../src/database-url.js';
import { atEndOfFile } from './end-of-file.js';
import { eventually } from './environment.js';
import { ownPort } from './own-port.js';

const program = [
  '/usr/sbin/pgbouncer',
  '/usr/bin/pgbouncer',
  '/usr/local/bin/pgbouncer',
  '/opt/homebrew/bin/pgbouncer',
];

/** Where PgBouncer is on this machine; undefined where it is not installed. */
export const pgbouncer = program.find((path) => spawnSync(path, ['--version']).status === 0);

/** Starts PgBouncer in transaction mode before one database, until the test file ends; returns its URL. */
export async function startPgbouncer(databaseUrl: string, size = 3): Promise<string> {
  if (pgbouncer === undefined) throw new Error('PgBouncer is not installed.');
  const folder = await mkdtemp(join(tmpdir(), 'opsmerge-bitdefender-pgbouncer-'));
  atEndOfFile(() => rm(folder, { recursive: true, force: true }));
  await chmod(folder, 0o755);
  const { host, port, user, password, database } = connectionOptions(databaseUrl);
  const own = await ownPort();
  const file = join(folder, 'pgbouncer.ini');
  await writeFile(
    file,
    `[databases]
${database} = host=${host} port=${port} user=${user} password=${password}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${own}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = ${size}
`,
    { mode: 0o644 },
  );
  // It refuses to run as root.
  const id = (flag: string) => Number(spawnSync('id', [flag, 'nobody']).stdout.toString());
  const owner = process.getuid?.() === 0 ? { uid: id('-u'), gid: id('-g') } : {};
  const child = spawn(pgbouncer, ['-q', file], { ...owner, cwd: '/', stdio: 'ignore' });
  const gone = new Promise((resolve) => child.once('exit', resolve));
  atEndOfFile(async () => {
    child.kill('SIGTERM');
    await gone;
  });
  const url = `postgresql://${user}@127.0.0.1:${own}/${database}`;
  await eventually(async () => {
    const client = new Client(connectionOptions(url));
    client.on('error', () => undefined);
    return client.connect().then(
      () => client.end().then(() => true),
      () => false,
    );
  });
  return url;
}
