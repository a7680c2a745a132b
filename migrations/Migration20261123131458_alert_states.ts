import { Migration } from '@mikro-orm/migrations';

export class Migration20261123131458_alert_states extends Migration {
  override name = 'Migration20261123131458_alert_states';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "alert_change" ("tenant_id" text not null, "sequence" bigint not null, "alert_id" uuid not null, "kind" text not null, "actor" text not null, "detail" jsonb not null, "at" timestamptz not null, primary key ("tenant_id", "sequence"));`,
    );
    this.addSql(`create index "alert_change_alert" on "alert_change" ("tenant_id", "alert_id", "sequence");`);

    this.addSql(
      `create table "alert_mute" ("tenant_id" text not null, "id" uuid not null, "client_id" text null, "device_id" uuid null, "hostname" text null, "threat_name" text null, "reason" text not null, "created_at" timestamptz not null, "created_by" text not null, "until" timestamptz not null, "ended_by" text null, primary key ("tenant_id", "id"));`,
    );
    this.addSql(`create index "alert_mute_until" on "alert_mute" ("tenant_id", "until", "id");`);

    this.addSql(
      `alter table "alert" add "suppressed_by_id" uuid null, add "routing" jsonb null, add "assignee_id" text null, add "snoozed_until" timestamptz null;`,
    );
    this.addSql(`create index "alert_time" on "alert" ("tenant_id", "raised_at", "id");`);
    this.addSql(`create index "alert_gravest" on "alert" ("tenant_id", "severity", "raised_at", "id");`);
    this.addSql(`create index "alert_client" on "alert" ("tenant_id", "client_id", "raised_at", "id");`);
    this.addSql(`create index "alert_snoozed" on "alert" ("snoozed_until");`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "alert_change" cascade;`);
    this.addSql(`drop table if exists "alert_mute" cascade;`);

    this.addSql(`drop index "alert_time";`);
    this.addSql(`drop index "alert_gravest";`);
    this.addSql(`drop index "alert_client";`);
    this.addSql(`drop index "alert_snoozed";`);
    this.addSql(
      `alter table "alert" drop column "suppressed_by_id", drop column "routing", drop column "assignee_id", drop column "snoozed_until";`,
    );
  }
}
