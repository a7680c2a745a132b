// Builds the pages of the demo with Vite, in one process, and reports what the console loads at first. It refuses one that grew too large.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { firstLoad, longestFirstLoad } from './first-load.mjs';

const inProject = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
/** `npm run demo` says an address first. */
const isQuiet = process.env.npm_config_loglevel === 'silent';

const explorer = { configFile: inProject('demo/explorer/page/vite.config.ts') };
const console = { configFile: inProject('demo/console/vite.config.ts'), isConsole: true };
const pages = [explorer, { ...console, mode: 'production' }, { ...console, mode: 'demo' }];

process.env.NODE_ENV = 'production';
for (const { configFile, mode = 'production', isConsole = false } of pages) {
  if (!existsSync(configFile)) continue;
  const { output } = await build({ configFile, mode, logLevel: 'warn' });
  if (!isConsole) continue;
  const size = firstLoad(output);
  const report = `The console (${mode}) loads ${(size / 1_000).toFixed(1)} kB at first, gzipped.`;
  if (size > longestFirstLoad) {
    process.stderr.write(`${report} That is more than ${longestFirstLoad / 1_000} kB.\n`);
    process.exitCode = 1;
  } else if (!isQuiet) process.stdout.write(`${report}\n`);
}
