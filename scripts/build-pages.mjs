// Builds the pages of the demo with Vite, in one process. Refuses a console that loads too much at first, and packages with a licence that is
// not allowed: parts of them are copied into the pages.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { licenseProblems } from './check-licenses.mjs';
import { bundledPackages, firstLoad, longestFirstLoad } from './page-output.mjs';

const inProject = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const { packages } = JSON.parse(readFileSync(inProject('package-lock.json'), 'utf8'));
/** With `npm run demo`, its address is the first thing on the screen. */
const isQuiet = process.env.npm_config_loglevel === 'silent' || process.argv.includes('--quiet');

const explorer = { configFile: inProject('demo/explorer/page/vite.config.ts'), mode: 'production', isConsole: false };
const console = { configFile: inProject('demo/console/vite.config.ts'), isConsole: true };

function refuse(problem) {
  process.stderr.write(`${problem}\n`);
  process.exitCode = 1;
}

process.env.NODE_ENV = 'production';
for (const page of [explorer, { ...console, mode: 'production' }, { ...console, mode: 'demo' }]) {
  const { configFile, mode, isConsole } = page;
  if (!existsSync(configFile)) continue;
  const { output } = await build({ configFile, mode, logLevel: 'warn' });
  const bundled = bundledPackages(output).map((path) => [path, { ...packages[path], dev: false }]);
  for (const problem of licenseProblems({ packages: Object.fromEntries(bundled) })) refuse(problem);
  if (!isConsole) continue;
  const size = firstLoad(output);
  const report = `The console (${mode}) loads ${(size / 1_000).toFixed(1)} kB at first, gzipped.`;
  if (size > longestFirstLoad) refuse(`${report} That is more than ${longestFirstLoad / 1_000} kB.`);
  else if (!isQuiet) process.stdout.write(`${report}\n`);
}
