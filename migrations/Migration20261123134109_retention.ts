import { Migration } from '@mikro-orm/migrations';

export class Migration20261123134109_retention extends Migration {
  override name = 'Migration20261123134109_retention';

  override up(): void | Promise<void> {
    this.addSql(`alter table "tenant_setting" add "retention_days" int null default 400;`);

    this.addSql(
      `create index "threat_resolved" on "threat" ("tenant_id", "resolved_at") where resolved_at is not null;`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "tenant_setting" drop column "retention_days";`);

    this.addSql(`drop index "threat_resolved";`);
  }
}
