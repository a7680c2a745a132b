import { Migration } from '@mikro-orm/migrations';

export class Migration20261129041500_later_values extends Migration {
  override name = 'Migration20261129041500_later_values';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "isolation_event" ("tenant_id" text not null, "id" uuid not null, "device_id" uuid not null, "kind" text not null, "at" timestamptz not null, primary key ("tenant_id", "id"));`,
    );
    this.addSql(`create index "isolation_event_device" on "isolation_event" ("tenant_id", "device_id", "at");`);
    this.addSql(
      `create table "optional_stream" ("tenant_id" text not null, "run_id" uuid not null, "stream" text not null, "state" text not null, "calls" int not null default 0, "fetched" int not null, "stored" int not null, "matched" int not null, "skipped" int not null, "skipped_by_reason" jsonb not null, "warnings" jsonb not null, "error_code" text null, "error_message" text null, "error_hint" text null, "started_at" timestamptz not null, "ended_at" timestamptz null, primary key ("tenant_id", "run_id", "stream"));`,
    );
    this.addSql(`alter table "device" add "match_basis" text null;`);
    this.addSql(`alter table "threat" add "severity_basis" text null;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "threat" drop column "severity_basis";`);
    this.addSql(`alter table "device" drop column "match_basis";`);
    this.addSql(`drop table if exists "optional_stream" cascade;`);
    this.addSql(`drop table if exists "isolation_event" cascade;`);
  }
}
