import { join } from 'node:path';
import { Migrator, TSMigrationGenerator } from '@mikro-orm/migrations';
import { MikroORM } from '@mikro-orm/postgresql';
import { connectionOptions } from '../database-url.js';
import { entities } from './tables/index.js';

const here = import.meta.dirname;
const compiled = here.includes(`${join('dist', 'src')}`);

/** MikroORM over our entities: the owner of the schema and its migrations. Statements at run time go through Kysely. */
export async function openOrm(databaseUrl: string) {
  const options = connectionOptions(databaseUrl);
  return MikroORM.init({
    dbName: options.database,
    // Not `clientUrl`: of that only host, port, user, password and database are used.
    driverOptions: { ...options, application_name: `${options.application_name}-migrations` },
    entities,
    extensions: [Migrator],
    // What was applied is returned, and logged by those who asked for it.
    logger: () => undefined,
    schemaGenerator: { ignoreSchema: ['pgboss'] },
    migrations: {
      tableName: 'migration',
      path: join(here, '..', '..', 'migrations'),
      pathTs: join(here, '..', '..', 'migrations'),
      glob: compiled ? '*.js' : '*.ts',
      snapshot: false,
      generator: TSMigrationGenerator,
    },
  });
}

/** Applies what is not applied yet; several replicas may do so at once, one after the other. Returns the names applied. */
export async function migrate(databaseUrl: string): Promise<string[]> {
  const orm = await openOrm(databaseUrl);
  const connection = orm.em.fork();
  try {
    return await connection.transactional(async (em) => {
      await em.execute('select pg_advisory_xact_lock(4200761)');
      const applied = await orm.migrator.up();
      return applied.map((migration) => migration.name);
    });
  } finally {
    await orm.close();
  }
}
