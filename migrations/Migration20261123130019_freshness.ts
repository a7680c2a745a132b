import { Migration } from '@mikro-orm/migrations';

export class Migration20261123130019_freshness extends Migration {
  override name = 'Migration20261123130019_freshness';

  override up(): void | Promise<void> {
    this.addSql(
      `alter table "company" add "stale_at" timestamptz null, add "inventory_succeeded_at" timestamptz null, add "matching_succeeded_at" timestamptz null, add "details_succeeded_at" timestamptz null;`,
    );
    // What was read before counts as before, until its next run.
    this.addSql(
      `update "company" set "stale_at" = "last_synced_at" + interval '2 hours' where "last_synced_at" is not null;`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(
      `alter table "company" drop column "stale_at", drop column "inventory_succeeded_at", drop column "matching_succeeded_at", drop column "details_succeeded_at";`,
    );
  }
}
