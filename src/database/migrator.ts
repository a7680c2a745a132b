import { type IMigrationRunner, type Transaction } from '@mikro-orm/core';
import { Migrator as BaseMigrator, type Migration, MigrationRunner } from '@mikro-orm/migrations';
import { acrossAll, tenantSetting } from './tenancy.js';

/** How long a migration waits for a lock, and so for how long statements of the service wait behind it. */
const lockTimeout = '5s';

/** Time-outs that the role may have for its sessions and that would end a long migration. */
const noOtherTimeouts = `select set_config(name, '0', false) from pg_settings
  where name in ('statement_timeout', 'transaction_timeout', 'idle_in_transaction_session_timeout')`;

/**
 * Migrations outside of a transaction (`create index concurrently`) block nobody and have to wait for transactions of any
 * length, so they have no time-out for locks. Needs a pool of one connection.
 */
class Runner extends MigrationRunner {
  override async run(
    migration: Migration,
    method: 'up' | 'down',
    afterRun?: (tx?: Transaction) => Promise<void>,
  ): Promise<void> {
    await this.driver.execute(noOtherTimeouts);
    // Data are migrated for all tenants.
    await this.driver.execute(`select set_config('${tenantSetting}', '${acrossAll}', false)`);
    await this.driver.execute(`set lock_timeout = '${migration.isTransactional() ? lockTimeout : 0}'`);
    return super.run(migration, method, afterRun);
  }
}

/** MikroORM's migrator, with our time-outs. */
export class Migrator extends BaseMigrator {
  protected override createRunner(): IMigrationRunner {
    return new Runner(this.driver, this.options, this.config);
  }
}
