import { Migration } from '@mikro-orm/migrations';

export class Migration20261123135425_device_events extends Migration {
  override name = 'Migration20261123135425_device_events';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "device_event" ("tenant_id" text not null, "id" uuid not null, "device_id" uuid not null, "kind" text not null, "at" timestamptz not null, "before" text null, "after" text null, primary key ("tenant_id", "id"));`,
    );
    this.addSql(`create index "device_event_device" on "device_event" ("tenant_id", "device_id", "at");`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "device_event" cascade;`);
  }
}
