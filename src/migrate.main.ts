import { requireSupportedNode } from './node-version.js';

requireSupportedNode();
const { configFromProcess } = await import('./config.js');
const { startEmbeddedPostgres } = await import('./database/embedded/embedded-postgres.js');
const { migrateAll } = await import('./prepare-database.js');
const { createLogger } = await import('./logger.js');

const config = configFromProcess();
const logger = createLogger(config.logLevel);
const server = config.databaseUrl === undefined ? await startEmbeddedPostgres(config.dataFolder) : undefined;
try {
  const url = config.databaseUrl ?? server?.url ?? '';
  const applied = await migrateAll({ url, directUrl: config.directUrl ?? url });
  logger.info({ applied }, applied.length === 0 ? 'nothing to migrate' : 'migrated');
} finally {
  await server?.stop();
}
