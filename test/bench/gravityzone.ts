import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createGravityZone } from '../../src/gravityzone/reads/client.js';
import { createMemoryBudget } from '../../src/gravityzone/transport/budget.js';
import type { GravityZone } from '../../src/gravityzone/types.js';
import { type FleetProcess, startFleet } from './simulator-process.js';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** The documented most of one page. */
const inventoryPage = 1_000;
const incidentsPage = 10_000;
const quarantinePage = 100;
/** What the heap may grow by with ten times the devices: nothing, but for what a measurement is off. */
const mostGrowth = 1.1;

const free = { calls: 1_000_000, windowMilliseconds: 1 };
const year = 365 * 24 * 3_600_000;

const megabytes = (bytes: number): string => (bytes / 1_048_576).toFixed(2);

/** A client that has met this GravityZone before. */
function clientOf(fleet: FleetProcess): GravityZone {
  return createGravityZone({
    endpoint: fleet.url,
    apiKey: fleet.apiKey,
    trust: { caCertificate: fleet.caCertificate },
    allowedNetworks: ['127.0.0.0/8', '::1/128'],
    budget: createMemoryBudget({ default: free, licensing: free, incidents: free }),
    flavour: 'CLOUD',
    naiveOffsetMinutes: 120,
    pageSize: inventoryPage,
  });
}

/** Walks to the end and drops each page; returns the rows and the most bytes that were alive while a page was held. */
async function walk<Page>(pages: AsyncIterable<Page>, rowsOf: (page: Page) => number) {
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  let rows = 0;
  let peak = 0;
  for await (const page of pages) {
    rows += rowsOf(page);
    collectGarbage();
    peak = Math.max(peak, process.memoryUsage().heapUsed - before);
  }
  return { rows, peak };
}

async function measure(fleet: FleetProcess) {
  const client = clientOf(fleet);
  const to = new Date();
  const from = new Date(to.getTime() - year);
  const threats = (page: { items: unknown[] }) => page.items.length;
  // The first walk pays for connections and compiled code, which are no page's memory.
  await walk(client.inventory({}), () => 0);
  const warmUpCalls = await fleet.calls('getNetworkInventoryItems');
  const inventory = await walk(client.inventory({}), (page) => page.devices.length + page.companies.length);
  const incidents = await walk(client.incidents({ changedFrom: from, changedTo: to }), threats);
  const quarantine = await walk(client.quarantine({ window: { from, to } }), threats);
  await client.close();
  return { inventory, incidents, quarantine, warmUpCalls };
}

/** Counts the calls for 200 companies with 10,000 devices, and compares the memory with that of a tenth. */
export async function run(): Promise<void> {
  const small = await startFleet(20, 50);
  const large = await startFleet(200, 50);
  try {
    // The first measurement also pays for what is compiled once.
    await measure(small);
    const ofSmall = await measure(small);
    const ofLarge = await measure(large);
    process.stdout.write(`${large.companies} companies, ${large.devices} devices\n\n`);
    process.stdout.write('stream       rows    calls  least  ratio\n');
    const lines: [string, string, number, number, number][] = [
      ['inventory', 'getNetworkInventoryItems', ofLarge.inventory.rows, large.rows, inventoryPage],
      ['incidents', 'getIncidentsList', ofLarge.incidents.rows, large.incidents, incidentsPage],
      ['quarantine', 'getQuarantineItemsList', ofLarge.quarantine.rows, large.quarantine, quarantinePage],
    ];
    for (const [stream, method, rows, held, perPage] of lines) {
      const calls = (await large.calls(method)) - (stream === 'inventory' ? ofLarge.warmUpCalls : 0);
      const least = Math.max(1, Math.ceil(held / perPage));
      const ratio = calls / least;
      if (ratio !== 1 || rows !== held) process.exitCode = 1;
      const columns = [String(rows).padStart(6), String(calls).padStart(7), String(least).padStart(6)];
      process.stdout.write(`${stream.padEnd(11)}${columns.join(' ')}   ${ratio.toFixed(2)}\n`);
      if (rows !== held) process.stdout.write(`  ${held} rows were there\n`);
    }
    const growth = ofLarge.inventory.peak / ofSmall.inventory.peak;
    if (growth > mostGrowth) process.exitCode = 1;
    process.stdout.write(
      `\npeak heap of the inventory, ${large.devices} against ${small.devices} devices: ${growth.toFixed(2)} (${megabytes(ofLarge.inventory.peak)} MB against ${megabytes(ofSmall.inventory.peak)} MB)\n`,
    );
  } finally {
    await Promise.all([small.stop(), large.stop()]);
  }
}
