import { configFromProcess } from './config.js';
import { startEmbeddedPostgres } from './database/embedded-postgres.js';
import { createLogger } from './logger.js';
import { migrateAll } from './prepare-database.js';

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
