import { requireSupportedNode } from './node-version.js';

requireSupportedNode();
await import('reflect-metadata');
const { startApp } = await import('./app.js');
const { configFromProcess } = await import('./config.js');
const { createLogger } = await import('./logger.js');

const config = configFromProcess();
const logger = createLogger(config.logLevel);

const app = await startApp(config, logger).catch((error: Error) => {
  logger.fatal({ err: error }, 'the service could not start');
  process.exit(1);
});

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, async () => {
    logger.info({ signal }, 'stopping');
    await app.close();
    process.exit(0);
  });
