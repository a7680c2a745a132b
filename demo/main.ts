import 'reflect-metadata';
import { givenDataFolder, givenTelemetry, isRoot } from '../src/config.js';
import { startTelemetry } from '../src/telemetry/start-telemetry.js';
import { startDemoDatabase } from './database.js';
import { demoDataFolder, demoPorts, requireDemoPorts } from './settings.js';

const say = (text: string) => process.stdout.write(`${text}\n`);

const start = async () => {
  const ports = demoPorts(process.argv.slice(2));
  await requireDemoPorts(ports);
  const telemetry = await startTelemetry(givenTelemetry(), (problem) => say(`  (${problem})`));
  const dataFolder = demoDataFolder({ given: givenDataFolder(), clone: process.cwd(), isRoot: isRoot() });
  // PostgreSQL starts while everything is loaded: both take seconds. A taken port is reported before.
  const database = startDemoDatabase(dataFolder);
  database.catch(() => undefined);
  const { startDemo } = await import('./start-demo.js');
  const demo = await startDemo({ ports, database, say });
  if (telemetry.metricsUrl !== null) say(`Metrics: ${telemetry.metricsUrl}`);
  return { ready: demo.ready, close: () => demo.close().finally(() => telemetry.close()) };
};
const starting = start();

// Also while it starts: what has been started by then is in nobody else's hands.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, async () => {
    say('Stopping.');
    const demo = await starting.catch(() => undefined);
    await demo?.close();
    process.exit(0);
  });

const fail = (error: Error) => {
  process.stderr.write(`The demo could not start: ${error.message}\n`);
  process.exit(1);
};
const demo = await starting.catch(fail);
await demo?.ready.catch(async (error: Error) => {
  await demo.close();
  fail(error);
});
