import { Migration } from '@mikro-orm/migrations';

export class Migration20261123143151_activity_check extends Migration {
  override name = 'Migration20261123143151_activity_check';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "activity_check" ("tenant_id" text not null, "asked_at" timestamptz not null, primary key ("tenant_id"));`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "activity_check" cascade;`);
  }
}
