import { join } from 'node:path';
import { type MigrationObject } from '@mikro-orm/core';
import { TSMigrationGenerator } from '@mikro-orm/migrations';
import { MikroORM } from '@mikro-orm/postgresql';
import { connectionOptions } from '../database-url.js';
import { Migrator } from './migrator.js';
import { readOwnSchema } from './own-schema.js';
import { guardTenants } from './policies.js';
import { withSession } from './session.js';
import { entities } from './tables/index.js';

const here = import.meta.dirname;

/** The folder of the migrations, compiled where this file is. */
export const migrationsFolder = join(here, '..', '..', 'migrations');
const extension = here.includes(`${join('dist', 'src')}`) ? '.js' : '.ts';

/** Whether a file of that folder is a migration. */
export const isMigrationFile = (name: string) => name.startsWith('Migration') && name.endsWith(extension);

/**
 * MikroORM over our entities: the owner of the schema and its migrations. Statements at run time go through Kysely.
 * `migrations` replace those of the folder.
 */
export async function openOrm(databaseUrl: string, migrations?: MigrationObject[]) {
  const options = connectionOptions(databaseUrl);
  const { name: schema } = await withSession(databaseUrl, 'migrations', readOwnSchema);
  const orm = await MikroORM.init({
    dbName: options.database,
    // MikroORM takes the schema to be `public`, whatever the search path says.
    schema,
    // Not `clientUrl`: of that only host, port, user, password and database are used.
    driverOptions: { ...options, application_name: `${options.application_name}-migrations` },
    // Settings of the session hold for the migration that follows.
    pool: { min: 0, max: 1 },
    entities,
    discovery: { onMetadata: guardTenants },
    // What was applied is returned, and logged by those who asked for it.
    logger: () => undefined,
    schemaGenerator: { ignoreSchema: ['pgboss'] },
    migrations: {
      tableName: 'migration',
      path: migrationsFolder,
      pathTs: migrationsFolder,
      glob: `Migration*${extension}`,
      ...(migrations && { migrationsList: migrations }),
      // Each in a transaction of its own, so that locks are short and some can go without.
      allOrNothing: false,
      snapshot: false,
      generator: TSMigrationGenerator,
    },
  });
  orm.config.registerExtension('@mikro-orm/migrator', () => new Migrator(orm.em));
  return orm;
}
