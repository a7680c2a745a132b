import { Migration } from '@mikro-orm/migrations';

export class Migration20261123130854_expectations extends Migration {
  override name = 'Migration20261123130854_expectations';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "expectation" ("tenant_id" text not null, "client_id" text not null, "policies" text[] null, "modules" text[] null, "not_seen_days" int null, "changed_at" timestamptz not null, primary key ("tenant_id", "client_id"));`,
    );

    this.addSql(`create index "device_twin" on "device" ("tenant_id", "twin_of");`);

    this.addSql(`alter table "device_state" add "product_outdated" boolean null, add "modules" jsonb null;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "expectation" cascade;`);

    this.addSql(`drop index "device_twin";`);

    this.addSql(`alter table "device_state" drop column "product_outdated", drop column "modules";`);
  }
}
