import { requireSupportedNode } from './node-version.js';

requireSupportedNode();
await import('reflect-metadata');
const { startApp } = await import('./app.js');
const { configFromProcess } = await import('./config.js');
const { createLogger } = await import('./logger.js');
const { requireFreePorts } = await import('./server/free-ports.js');
const { startTelemetry } = await import('./telemetry/start-telemetry.js');

const config = configFromProcess();
const logger = createLogger(config.logLevel);

function giveUp(error: Error): never {
  logger.fatal({ err: error }, 'the service could not start');
  process.exit(1);
}

const { scrape } = config.telemetry;
if (scrape !== null) await requireFreePorts(scrape.host, [{ user: 'the metrics', port: scrape.port }]).catch(giveUp);
const telemetry = await startTelemetry(config.telemetry, (problem) => logger.warn({ problem }, 'telemetry')).catch(
  giveUp,
);
const app = await startApp(config, logger).catch(giveUp);
if (telemetry.metricsUrl !== null) logger.info({ url: telemetry.metricsUrl }, 'serving metrics');

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, async () => {
    logger.info({ signal }, 'stopping');
    await app.close();
    await telemetry.close();
    process.exit(0);
  });
