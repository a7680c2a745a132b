import { Migration } from '@mikro-orm/migrations';

export class Migration20261123132245_outbreaks extends Migration {
  override name = 'Migration20261123132245_outbreaks';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "outbreak" ("tenant_id" text not null, "id" uuid not null, "client_id" text not null, "started_at" timestamptz not null, "last_at" timestamptz not null, primary key ("tenant_id", "id"));`,
    );
    this.addSql(`create index "outbreak_client" on "outbreak" ("tenant_id", "client_id", "last_at");`);

    this.addSql(
      `alter table "tenant_setting" add "outbreak_machines" int not null default 10, add "outbreak_minutes" int not null default 10;`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "outbreak" cascade;`);

    this.addSql(`alter table "tenant_setting" drop column "outbreak_machines", drop column "outbreak_minutes";`);
  }
}
