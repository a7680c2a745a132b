import { Migration } from '@mikro-orm/migrations';

export class Migration20261130180100_maintenance_windows extends Migration {
  override name = 'Migration20261130180100_maintenance_windows';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "alert_hold" ("tenant_id" text not null, "alert_id" uuid not null, "window_id" uuid not null, "window_name" text not null, "rule_ids" jsonb null, "held_from" timestamptz not null, "held_until" timestamptz not null, "look_at" timestamptz null, "released_at" timestamptz null, primary key ("tenant_id", "alert_id"));`,
    );
    this.addSql(`create index "alert_hold_due" on "alert_hold" ("look_at");`);
    this.addSql(`create index "alert_hold_held" on "alert_hold" ("tenant_id", "look_at");`);

    this.addSql(
      `create table "maintenance_window" ("tenant_id" text not null, "id" uuid not null, "name" text not null, "client_id" text null, "device_id" uuid null, "hostname" text null, "rule_id" uuid null, "date" text null, "days" jsonb null, "time" text not null, "minutes" int not null, "time_zone" text null, "ended_at" timestamptz null, "changed_at" timestamptz not null, "changed_by" text not null, primary key ("tenant_id", "id"));`,
    );

    for (const table of ['alert_hold', 'maintenance_window']) {
      this.addSql(`alter table "${table}" enable row level security;`);
      this.addSql(`alter table "${table}" force row level security;`);
      this.addSql(
        `create policy "tenant" on "${table}" using ((tenant_id = ( SELECT current_setting('opsmerge.tenant'::text, true) AS current_setting)) OR (( SELECT current_setting('opsmerge.tenant'::text, true) AS current_setting) = '*'::text));`,
      );
      this.addSql(
        `create policy "earlier_release" on "${table}" using (( SELECT COALESCE(current_setting('opsmerge.tenant'::text, true), ''::text) AS "coalesce") = ''::text);`,
      );
    }
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "alert_hold" cascade;`);
    this.addSql(`drop table if exists "maintenance_window" cascade;`);
  }
}
