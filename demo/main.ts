import 'reflect-metadata';
import { givenDataFolder, givenTelemetry, isRoot } from '../src/config.js';
import { startTelemetry } from '../src/telemetry/start-telemetry.js';
import { demoDataFolder, demoPorts, requireDemoPorts } from './settings.js';

const say = (text: string) => process.stdout.write(`${text}\n`);

const start = async () => {
  const ports = demoPorts(process.argv.slice(2));
  await requireDemoPorts(ports);
  const telemetry = await startTelemetry(givenTelemetry(), (problem) => say(`  (${problem})`));
  if (telemetry.metricsUrl !== null) say(`Metrics: ${telemetry.metricsUrl}`);
  const dataFolder = demoDataFolder({ given: givenDataFolder(), clone: process.cwd(), isRoot: isRoot() });
  // Loading everything takes seconds, and a taken port is reported at once.
  const { startDemo } = await import('./start-demo.js');
  const demo = await startDemo({ ports, dataFolder, say });
  return { close: () => demo.close().finally(() => telemetry.close()) };
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

await starting.catch((error: Error) => {
  process.stderr.write(`The demo could not start: ${error.message}\n`);
  process.exit(1);
});
