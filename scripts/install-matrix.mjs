// The two commands of the README on every npm and Node.js that is supported, each from a fresh clone: `npm ci`, build, start and stop of the demo.
// `npm run matrix:install -- --only npm11-node22-root`. Node.js and npm come from the registry, into a folder of their own.
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    port: { type: 'string', default: '4300' },
    old: { type: 'boolean', default: false },
  },
});
const root = new URL('..', import.meta.url).pathname;
const tools = join(tmpdir(), 'opsmerge-bitdefender-matrix');
const platform = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;

const pairs = [
  ...[10, 11].flatMap((npm) => [20, 22, 24].map((node) => ({ npm, node }))),
  ...[22, 24].map((node) => ({ npm: 12, node })),
];
const isRoot = process.getuid?.() === 0;
/**
 * Who runs it: root and an ordinary user where this is root, else whoever this is. `closed` is root with the clone under a home folder that
 * nobody else may enter, also not the user of PostgreSQL; `homeless` is a user without a home folder.
 */
const rows = pairs
  .flatMap((pair) => (isRoot ? ['root', 'user'] : ['user']).map((who) => ({ ...pair, who })))
  .concat(isRoot ? [{ npm: 11, node: 22, who: 'closed' }] : [], { npm: 11, node: 22, who: 'homeless' })
  .map((row) => ({ ...row, name: `npm${row.npm}-node${row.node}-${row.who}` }))
  .filter(({ name }) => values.only === undefined || values.only.split(',').includes(name));

/** The folder of a package of the registry, installed once. */
function tool(name, version) {
  const folder = join(tools, `${name}-${version}`);
  const installed = join(folder, 'node_modules', name);
  if (existsSync(installed)) return installed;
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  writeFileSync(join(folder, 'package.json'), '{}');
  // The packages bring programs as they are; no script is needed.
  run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', `${name}@${version}`], { cwd: folder });
  return installed;
}

/** How this machine reaches the registry. */
const fromOutside = {
  ...Object.fromEntries(
    Object.entries(process.env).filter(([name]) =>
      /^(https?_proxy|no_proxy|NODE_EXTRA_CA_CERTS|SSL_CERT_FILE)$/i.test(name),
    ),
  ),
  npm_config_registry: run('npm', ['config', 'get', 'registry']).trim(),
};

function run(command, parameters, options = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, parameters, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 ** 2,
    ...options,
  });
  if (status !== 0) throw new Error(`${command} ${parameters.join(' ')}: ${error ?? ''}\n${stdout}\n${stderr}`);
  return `${stdout}${stderr}`;
}

/** What a row runs with: its Node.js first on the PATH, its npm, its user and its home. */
function surroundings({ npm, node, who }, folder) {
  const home = join(folder, 'home');
  mkdirSync(home);
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const nodeBinary = join(tool(`node-${platform}`, node), 'bin', 'node');
  const npmEntry = join(tool('npm', npm), 'bin', 'npm-cli.js');
  // Npm finds its own npx and node-gyp beside it; scripts find node and npm on the PATH.
  writeFileSync(join(bin, 'node'), `#!/bin/sh\nexec "${nodeBinary}" "$@"\n`, { mode: 0o755 });
  writeFileSync(join(bin, 'npm'), `#!/bin/sh\nexec "${nodeBinary}" "${npmEntry}" "$@"\n`, { mode: 0o755 });
  const isOrdinary = isRoot && ['user', 'homeless'].includes(who);
  if (isOrdinary) run('chown', ['-R', '1000:1000', folder]);
  if (who === 'closed') chmodSync(folder, 0o700);
  return {
    ...(isOrdinary && { uid: 1000, gid: 1000 }),
    cwd: join(folder, 'clone'),
    env: {
      ...fromOutside,
      PATH: [bin, process.env.PATH].join(delimiter),
      HOME: who === 'homeless' ? '/nonexistent' : home,
      ...(who !== 'closed' && { DATA_FOLDER: join(folder, 'data') }),
      // Without a home npm has no place for its cache.
      ...(who === 'homeless' && { npm_config_cache: join(folder, 'cache') }),
    },
  };
}

/** Starts the demo, waits until it serves, stops it; gives what went wrong, or null. */
async function tryDemo(options) {
  const port = Number(values.port);
  const child = spawn('npm', ['run', 'demo', '--', '--port', String(port)], {
    ...options,
    stdio: 'pipe',
    detached: true,
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const serves = async () => {
    for (let tries = 0; tries < 300; tries += 1) {
      const answer = await fetch(`http://127.0.0.1:${port + 1}/readyz`).catch(() => null);
      if (answer?.ok) return true;
      const isOver = await Promise.race([
        ended.then(() => true),
        new Promise((resolve) => setTimeout(resolve, 1_000, false)),
      ]);
      if (isOver) return false;
    }
    return false;
  };
  const isServing = await serves();
  if (child.exitCode === null) process.kill(-child.pid, 'SIGINT');
  await ended;
  return isServing ? null : said.split('\n').slice(-15).join('\n');
}

async function tryRow(row) {
  const folder = mkdtempSync(join(tmpdir(), `matrix-${row.name}-`));
  chmodSync(folder, 0o755);
  try {
    run('git', ['clone', '--quiet', '--no-hardlinks', root, join(folder, 'clone')]);
    const options = surroundings(row, folder);
    const startedAt = Date.now();
    const installed = spawnSync('npm', ['ci'], { ...options, encoding: 'utf8', maxBuffer: 64 * 1024 ** 2 });
    const said = `${installed.stdout}${installed.stderr}`.trim();
    const lines = said === '' ? 0 : said.split('\n').length;
    if (installed.status !== 0) return { row, lines, problem: `npm ci: ${said}` };
    const build = spawnSync('npm', ['run', 'build'], { ...options, encoding: 'utf8' });
    if (build.status !== 0) return { row, lines, problem: `build: ${build.stdout}${build.stderr}` };
    const problem = await tryDemo(options);
    return { row, lines, problem, seconds: Math.round((Date.now() - startedAt) / 1_000) };
  } catch (error) {
    return { row, lines: '?', problem: error.message };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** On a Node.js that is too old the service must say so in one sentence and end with 1. */
function tryOldNode(version) {
  const entry = join(root, 'dist', 'src', 'main.js');
  const node = join(tool(`node-${platform}`, version), 'bin', 'node');
  const { status, stdout, stderr } = spawnSync(node, [entry], { encoding: 'utf8', env: {} });
  return { version, status, said: `${stdout}${stderr}`.trim() };
}

let isGood = true;
if (values.old)
  for (const version of ['18', '20', '22.18', readFileSync(join(root, '.nvmrc'), 'utf8').trim()]) {
    const { status, said } = tryOldNode(version);
    const isRefused = status === 1 && /^This service needs Node\.js .* or later; this is v.*\.$/.test(said);
    isGood &&= isRefused !== /^2[3-9]/.test(version);
    process.stdout.write(`Node ${version}: exit ${status}: ${said.split('\n')[0]}\n`);
  }
else {
  process.stdout.write(
    '| npm | Node | as | npm ci, build, demo | lines of npm ci | seconds |\n|---|---|---|---|---|---|\n',
  );
  for (const row of rows) {
    const { lines, problem, seconds } = await tryRow(row);
    isGood &&= problem === null;
    const outcome = problem === null ? 'works' : 'FAILS';
    process.stdout.write(`| ${row.npm} | ${row.node} | ${row.who} | ${outcome} | ${lines} | ${seconds ?? ''} |\n`);
    if (problem !== null) process.stderr.write(`${row.name}: ${problem}\n`);
  }
}
process.exitCode = isGood ? 0 : 1;
