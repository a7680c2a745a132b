// Makes what runs in production, in a folder of its own: `node scripts/package.mjs OUT`. The container file calls it, and it needs no container.
// It compiles with the packages of `npm ci`, and installs those of production from the lock file.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const [out] = process.argv.slice(2);

function run(command, parameters, cwd) {
  const { status } = spawnSync(command, parameters, { cwd, stdio: 'inherit' });
  if (status !== 0) {
    process.stderr.write(`${[command, ...parameters].join(' ')} failed.\n`);
    process.exit(1);
  }
}

if (out === undefined || (existsSync(out) && readdirSync(out).length > 0)) {
  process.stderr.write('Name a folder that is empty or does not exist: node scripts/package.mjs OUT\n');
  process.exit(1);
}
const folder = resolve(out);
mkdirSync(folder, { recursive: true });
for (const name of ['package.json', 'package-lock.json', '.npmrc', 'LICENSE', 'CHANGELOG.md'])
  cpSync(join(root, name), join(folder, name));
const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
run(process.execPath, [compiler, '-p', 'tsconfig.build.json', '--outDir', join(folder, 'dist')], root);
// Only development needs these.
for (const name of ['demo', 'operations', 'test']) rmSync(join(folder, 'dist', name), { recursive: true, force: true });
// No package of production needs an install script.
run('npm', ['ci', '--omit=dev', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'], folder);
