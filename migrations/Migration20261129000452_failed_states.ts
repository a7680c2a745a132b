import { Migration } from '@mikro-orm/migrations';

export class Migration20261129000452_failed_states extends Migration {
  override name = 'Migration20261129000452_failed_states';

  override up(): void | Promise<void> {
    this.addSql(`alter table "device" add "state_problem" text null;`);
    this.addSql(
      `create index "device_failed_state" on "device" ("tenant_id", "connection_id") where state_failures > 0;`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop index "device_failed_state";`);
    this.addSql(`alter table "device" drop column "state_problem";`);
  }
}
