// Runs an entry of what `npm run build` built, such as `node scripts/run-built.mjs main`. It needs no compiler.
import { existsSync } from 'node:fs';

const name = process.argv[2] ?? 'main';
const entry = new URL(`../dist/src/${name}.js`, import.meta.url);
if (existsSync(entry)) await import(entry.href);
else {
  process.stderr.write('Nothing is built: run "npm run build" first, which needs the packages of "npm ci".\n');
  process.exitCode = 1;
}
