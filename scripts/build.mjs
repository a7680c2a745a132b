// Builds the service and the pages into dist/: "node scripts/build.mjs" everything, "node scripts/build.mjs service" the service alone,
// "node scripts/build.mjs --changed" what is not up to date.
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inputsOf, outputsOf, parts, partsToBuild, readStamp, stampName } from './build-stamp.mjs';

const [asked] = process.argv.slice(2);
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'dist');
const stampPath = join(folder, stampName);

const run = (...command) => {
  const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
};
const builders = {
  service() {
    rmSync(folder, { recursive: true, force: true });
    run(join('node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json');
  },
  pages: () => run(join('scripts', 'build-pages.mjs'), ...(asked === '--changed' ? ['--quiet'] : [])),
};

// Before anything is built: a file that changes meanwhile is built by the next one.
const inputs = inputsOf(root);
const stamp = readStamp(folder);
const wanted =
  asked === '--changed'
    ? partsToBuild(stamp, { inputs, outputs: outputsOf(folder) })
    : asked === undefined
      ? parts
      : [asked];
let built = wanted.includes('service') ? [] : (stamp?.parts ?? []);
for (const part of wanted) {
  // A build that fails leaves none.
  rmSync(stampPath, { force: true });
  builders[part]();
  built = [...built, part];
  writeFileSync(stampPath, JSON.stringify({ inputs, outputs: outputsOf(folder), parts: built }));
}
