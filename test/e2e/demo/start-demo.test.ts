import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../src/database/embedded/embedded-postgres.js';
import { ownPort, ownPortsInARow } from '../../support/own-port.js';

/** The compiled demo, as `npm run demo` runs it; `npm test` compiles it before the tests. */
const entry = fileURLToPath(new URL('../../../dist/demo/main.js', import.meta.url));

let folder: string;
let servers: EmbeddedPostgres[];
let listeners: Server[];
let demos: ChildProcess[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'opsmerge-bitdefender-demo-'));
  await chmod(folder, 0o755);
  [servers, listeners, demos] = [[], [], []];
});

afterEach(async () => {
  for (const demo of demos) if (demo.exitCode === null) await ended(demo);
  for (const server of servers) await server.stop().catch(() => undefined);
  for (const listener of listeners) await new Promise((resolve) => listener.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

interface Outcome {
  code: number | string | null | undefined;
  stdout: string;
  stderr: string;
}

/** Runs the demo in a process of its own until it ends by itself. */
const runDemo = (port: number): Promise<Outcome> =>
  new Promise((resolve) => {
    execFile(
      process.execPath,
      [entry, '--port', String(port)],
      { env: { DATA_FOLDER: folder } },
      (error, stdout, stderr) => resolve({ code: error === null ? 0 : error.code, stdout, stderr }),
    );
  });

/** A demo that runs, and what it prints. */
interface RunningDemo {
  process: ChildProcess;
  /** Resolves when the output matches, with what it matches; rejects when the demo ends before. */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
  output(): string;
}

function keepDemo(port: number): RunningDemo {
  const demo = spawn(process.execPath, [entry, '--port', String(port)], { env: { DATA_FOLDER: folder } });
  demos.push(demo);
  let output = '';
  demo.stdout.on('data', (chunk) => {
    output += String(chunk);
  });
  demo.stderr.on('data', (chunk) => {
    output += String(chunk);
  });
  return {
    process: demo,
    output: () => output,
    async printed(pattern) {
      for (;;) {
        const found = pattern.exec(output);
        if (found) return found;
        const isOver = await Promise.race([
          once(demo.stdout, 'data').then(() => false),
          once(demo, 'exit').then(() => true),
        ]);
        if (isOver) throw new Error(`The demo ended: ${output}`);
      }
    },
  };
}

/** Ends a demo as Ctrl-C does, and gives the code with which it ended. */
async function ended(demo: ChildProcess): Promise<number | null> {
  const exit = once(demo, 'exit');
  demo.kill('SIGINT');
  const [code] = await exit;
  return code;
}

/** The PostgreSQL of another demo in the same data folder, with something in its database. */
async function otherDatabase(): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres(join(folder, 'demo'), ['fsync=off']);
  servers.push(server);
  await ask(server.url, 'create table kept (id int)');
  return server;
}

async function ask(url: string, query: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(query)).rows;
  } finally {
    await client.end();
  }
}

const isRunning = () => existsSync(join(folder, 'demo', 'postgresql', 'postmaster.pid'));

/** Ports in a row of which the one at `offset` is taken; gives back the first. */
async function takenPorts(offset: number): Promise<number> {
  const taken = await ownPort();
  const listener = createServer();
  listeners.push(listener);
  await new Promise<void>((resolve) => listener.listen(taken, '127.0.0.1', resolve));
  return taken - offset;
}

it.each([
  [0, 'gateway'],
  [2, 'OpsMerge core'],
  [3, 'stage'],
])('names a taken port in one sentence and starts nothing (%s, %s)', async (offset, user) => {
  const first = await takenPorts(offset);
  const { code, stdout, stderr } = await runDemo(first);
  expect(stderr).toContain(`${first + offset} (${user})`);
  expect(stderr).toMatch(/^The demo could not start: Ports? .* taken; .* with "npm run demo -- --port 5000"\.\n$/);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(await readdir(folder)).toEqual([]);
});

it('leaves the database of a running demo alone when its port is taken', async () => {
  const { url } = await otherDatabase();
  const { code, stderr } = await runDemo(await takenPorts(1));
  expect(code).toBe(1);
  expect(stderr).toContain('(this subgraph)');
  expect(await ask(url, 'select count(*)::int as rows from kept')).toEqual([{ rows: 0 }]);
});

it('leaves a database that another process is using alone, on whichever ports', async () => {
  const { url } = await otherDatabase();
  const user = new Client({ connectionString: url });
  await user.connect();
  const { code, stderr } = await runDemo(await ownPortsInARow(4));
  expect(code).toBe(1);
  expect(stderr).toMatch(/^The demo could not start: Another process uses the database under .*DATA_FOLDER.*\.\n$/);
  expect((await user.query('select count(*)::int as rows from kept')).rows).toEqual([{ rows: 0 }]);
  await user.end();
});

it('leaves no PostgreSQL running when it cannot start', async () => {
  const server = await otherDatabase();
  // A template cannot be dropped.
  await ask(server.url, 'alter database opsmerge_bitdefender is_template true');
  await server.stop();
  const { code, stderr } = await runDemo(await ownPortsInARow(4));
  expect(code).toBe(1);
  expect(stderr).toBe('The demo could not start: cannot drop a template database\n');
  expect(isRunning()).toBe(false);
});

it('prints the address of the console first, then a guide once the MSP is there, and ends as a whole', async () => {
  const port = await ownPortsInARow(4);
  const demo = keepDemo(port);
  const [, address = ''] = await demo.printed(/^(.*)\n/);
  expect(address).toBe(`http://127.0.0.1:${port}/`);
  expect((await fetch(address, { headers: { accept: 'text/html' } })).status).not.toBe(404);

  const [, endpoint, apiKey] = await demo.printed(/endpoint +(https:\S+)\n +API key +(\S+)/);
  await demo.printed(/Ctrl-C stops everything/);
  const stage = await (await fetch(`http://127.0.0.1:${port + 3}/stage`)).json();
  expect(stage).toMatchObject({ ready: true, connectByHand: { endpoint, apiKey } });
  for (const host of ['127.0.0.1', 'localhost']) {
    const origin = `http://${host}:${port}`;
    const { headers } = await fetch(`http://127.0.0.1:${port + 3}/stage`, { headers: { origin } });
    expect(headers.get('access-control-allow-origin')).toBe(origin);
  }
  const choices = await (await fetch(`http://127.0.0.1:${port}/session/choices`)).json();
  expect(choices.stagePort).toBe(port + 3);
  // By which the certificate can be trusted.
  expect(demo.output()).toContain(stage.connectByHand.certificateFingerprint);

  expect(await ended(demo.process), demo.output()).toBe(0);
  expect(demo.output()).toMatch(/Stopping\.\n$/);
  expect(isRunning()).toBe(false);
});

it('ends as a whole while the MSP is being set up', async () => {
  const demo = keepDemo(await ownPortsInARow(4));
  await demo.printed(/^(.*)\n/);
  expect(await ended(demo.process), demo.output()).toBe(0);
  expect(demo.output()).not.toContain('could not start');
  expect(isRunning()).toBe(false);
});
