/** Runs the benchmark that is named on the command line; each has a file of its own here, and fails the process itself. */
const benchmarks: Record<string, () => Promise<{ run(): Promise<void> }>> = {
  cell: () => import('./cell.js'),
  devices: () => import('./devices.js'),
  gravityzone: () => import('./gravityzone.js'),
  prepared: () => import('./prepared.js'),
  live: () => import('./live.js'),
  growth: () => import('./size-growth.js'),
  lists: () => import('./lists.js'),
  memory: () => import('./memory.js'),
  neighbours: () => import('./neighbours.js'),
  retention: () => import('./size-retention.js'),
  sync: () => import('./sync.js'),
  'second-line': () => import('./second-line.js'),
  start: () => import('./start.js'),
};

const name = process.argv[2] ?? '';
const load = Object.hasOwn(benchmarks, name) ? benchmarks[name] : undefined;
if (load === undefined) {
  process.stdout.write(`usage: npm run bench -- ${Object.keys(benchmarks).join(' | ')}\n`);
  process.exitCode = 1;
} else await (await load()).run();
