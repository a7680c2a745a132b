import { spawnSync } from 'node:child_process';
import { access, chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../src/database/embedded/embedded-postgres.js';
import { eventually } from '../../support/environment.js';
import { ownPort } from '../../support/own-port.js';

let folder: string;
const started: EmbeddedPostgres[] = [];

const start = async () => {
  const server = await startEmbeddedPostgres(folder, ['fsync=off']);
  started.push(server);
  return server;
};

const ask = async (url: string, query: string) => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(query)).rows;
  } finally {
    await client.end();
  }
};

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'opsmerge-bitdefender-embedded-'));
  await chmod(folder, 0o755);
});

afterEach(async () => {
  for (const server of started.splice(0).reverse()) await server.stop().catch(() => undefined);
  await rm(folder, { recursive: true, force: true });
});

it('keeps its data over a restart', async () => {
  const first = await start();
  await ask(first.url, 'create table kept (id int)');
  await first.stop();
  const second = await start();
  expect(await ask(second.url, 'select count(*)::int as rows from kept')).toEqual([{ rows: 0 }]);
});

it('takes over the server that a killed service left running', async () => {
  const first = await start();
  await ask(first.url, 'create table kept (id int)');
  // The killed service never stopped it; the next start finds it by its pid file.
  const second = await start();
  expect(second.url).toBe(first.url);
  expect(await ask(second.url, 'select count(*)::int as rows from kept')).toEqual([{ rows: 0 }]);
});

it('starts again after the server itself was killed', async () => {
  const first = await start();
  await ask(first.url, 'create table kept (id int)');
  const pid = Number((await readFile(join(folder, 'postgresql', 'postmaster.pid'), 'utf8')).split('\n')[0]);
  const children = (await ask(first.url, 'select pid from pg_stat_activity')).map((row) => Number(row.pid));
  expect(children.length).toBeGreaterThan(1);
  process.kill(pid, 'SIGKILL');
  // Whoever adopts orphans on this machine must have noticed, and the server's own children must have gone.
  await eventually(async () => ![pid, ...children].some(isAlive));
  const second = await start();
  expect(await ask(second.url, 'select count(*)::int as rows from kept')).toEqual([{ rows: 0 }]);
});

it('starts on another port when somebody has taken the one it chose', async () => {
  const [taken, free] = [await ownPort(), await ownPort()];
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(taken, '127.0.0.1', resolve));
  try {
    const ports = [taken, free];
    const server = await startEmbeddedPostgres(folder, [], async () => ports.shift() ?? 0);
    started.push(server);
    expect(new URL(server.url).port).toBe(String(free));
    expect(await ask(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  } finally {
    other.close();
  }
});

it('asks for the password it made', async () => {
  const { url } = await start();
  await expect(ask(url.replace(/:[^:@]*@/, ':wrong@'), 'select 1')).rejects.toThrow(/password/);
});

it('leaves no server running when its start fails', async () => {
  await (await start()).stop();
  await writeFile(join(folder, 'postgresql.password'), 'wrong');
  await expect(start()).rejects.toThrow(/password/);
  await expect(access(join(folder, 'postgresql', 'postmaster.pid'))).rejects.toThrow(/ENOENT/);
});

it('leaves a server that was already running when its start fails', async () => {
  const first = await start();
  const passwordFile = join(folder, 'postgresql.password');
  const password = await readFile(passwordFile);
  await writeFile(passwordFile, 'wrong');
  await expect(start()).rejects.toThrow(/password/);
  await writeFile(passwordFile, password);
  expect(await ask(first.url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

it('serves as a role without rights beyond its database, and hides the environment', async () => {
  const { url } = await start();
  await expect(ask(url, `copy (select 1) to program 'env'`)).rejects.toThrow(/permission denied/);
  await expect(ask(url, `select pg_read_file('PG_VERSION')`)).rejects.toThrow(/permission denied/);
  expect(
    await ask(url, 'select rolsuper or rolbypassrls or rolcreaterole as powerful from pg_roles where rolname = user'),
  ).toEqual([{ powerful: false }]);
});

it('gives the role of the service what an earlier release created as the superuser', async () => {
  const first = await start();
  await ask(
    first.administratorUrl('opsmerge_bitdefender'),
    `alter database opsmerge_bitdefender owner to opsmerge; create schema old; create type old.mood as enum ('fine');
     create table old.kept (id int generated always as identity, other serial, mood old.mood);
     create function old.one() returns int language sql as 'select 1'; create extension pg_trgm`,
  );
  await first.stop();
  const second = await start();
  await ask(second.url, 'alter table old.kept add more int');
  await ask(second.url, "alter type old.mood add value 'good'");
  await ask(second.url, 'drop function old.one(); drop schema old cascade');
});

it.runIf(process.getuid?.() === 0)('takes over data that belong to another user of the system', async () => {
  const first = await start();
  await ask(first.url, 'create table kept (id int)');
  await first.stop();
  const nobody = Number(spawnSync('id', ['-u', 'nobody']).stdout.toString());
  spawnSync('chown', ['-R', String(nobody), join(folder, 'postgresql'), join(folder, 'postgresql.password')]);
  const second = await start();
  expect(await ask(second.url, 'select count(*)::int as rows from kept')).toEqual([{ rows: 0 }]);
  expect((await stat(join(folder, 'postgresql'))).uid).not.toBe(nobody);
});
