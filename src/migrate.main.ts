import { configFromProcess } from './config.js';
import { startEmbeddedPostgres } from './database/embedded-postgres.js';
import { migrate } from './database/orm.js';
import { createLogger } from './logger.js';

const config = configFromProcess();
const logger = createLogger(config.logLevel);
const server = config.databaseUrl === undefined ? await startEmbeddedPostgres(config.dataFolder) : undefined;
try {
  const applied = await migrate(config.databaseUrl ?? server?.url ?? '');
  logger.info({ applied }, applied.length === 0 ? 'nothing to migrate' : 'migrated');
} finally {
  await server?.stop();
}
