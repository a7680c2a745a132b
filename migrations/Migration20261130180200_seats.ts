import { Migration } from '@mikro-orm/migrations';

export class Migration20261130180200_seats extends Migration {
  override name = 'Migration20261130180200_seats';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "seat_look" ("tenant_id" text not null, "connection_id" uuid not null, "next_at" timestamptz not null, "looked_at" timestamptz null, "resume_after" uuid null, "mapping_version" int not null, "problem" text null, "problem_message" text null, "problem_hint" text null, primary key ("tenant_id", "connection_id"));`,
    );

    this.addSql(
      `create table "seat_machine" ("tenant_id" text not null, "company_id" uuid not null, "month" text not null, "machine_id" text not null, "category" text not null, "name" text not null, "device_id" uuid null, "agent_id" text null, "same_as_id" uuid null, "same_as_name" text null, "removal" text null, "since" timestamptz null, primary key ("tenant_id", "company_id", "month", "machine_id"));`,
    );
    this.addSql(
      `create index "seat_machine_list" on "seat_machine" ("tenant_id", "company_id", "month", "name", "machine_id");`,
    );

    this.addSql(
      `create table "seat_month" ("tenant_id" text not null, "company_id" uuid not null, "month" text not null, "id" uuid not null, "connection_id" uuid not null, "company_name" text not null, "client_id" text null, "counted" int null, "counted_with_below" int null, "used_slots" int null, "total_slots" int null, "subscription_type" int null, "expires_at" timestamptz null, "problem" text null, "machines" jsonb not null, "without_agent" int not null, "content_hash" text not null, "closed" boolean not null, "as_of" timestamptz not null, primary key ("tenant_id", "company_id", "month"));`,
    );
    this.addSql(`create index "seat_month_list" on "seat_month" ("tenant_id", "month", "company_name", "id");`);
    this.addSql(`alter table "seat_month" add constraint "seat_month_id" unique ("tenant_id", "id");`);

    this.addSql(`alter table "seat_look" enable row level security;`);
    this.addSql(`alter table "seat_look" force row level security;`);
    this.addSql(
      `create policy "tenant" on "seat_look" using ((tenant_id = ( SELECT current_setting('opsmerge.tenant'::text, true) AS current_setting)) OR (( SELECT current_setting('opsmerge.tenant'::text, true) AS current_setting) = '*'::text));`,
    );
    this.addSql(
      `create policy "earlier_release" on "seat_look" using (( SELECT COALESCE(current_setting('opsmerge.tenant'::text, true), ''::text) AS "coalesce") = ''::text);`,
    );

    this.addSql(`alter table "seat_machine" enable row level security;`);
    this.addSql(`alter table "seat_machine" force row level security;`);
    this.addSql(
      `create policy "tenant" on "seat_machine" using ((tenant_id = ( SELECT current_setting('opsmerge.tenant'::text, true) AS current_setting)) OR (( SELECT current_setting('opsmerge.tenant'::text, true) AS current_setting) = '*'::text));`,
    );
    this.addSql(
      `create policy "earlier_release" on "seat_machine" using (( SELECT COALESCE(current_setting('opsmerge.tenant'::text, true), ''::text) AS "coalesce") = ''::text);`,
    );

    this.addSql(`alter table "seat_month" enable row level security;`);
    this.addSql(`alter table "seat_month" force row level security;`);
    this.addSql(
      `create policy "tenant" on "seat_month" using ((tenant_id = ( SELECT current_setting('opsmerge.tenant'::text, true) AS current_setting)) OR (( SELECT current_setting('opsmerge.tenant'::text, true) AS current_setting) = '*'::text));`,
    );
    this.addSql(
      `create policy "earlier_release" on "seat_month" using (( SELECT COALESCE(current_setting('opsmerge.tenant'::text, true), ''::text) AS "coalesce") = ''::text);`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "seat_look" cascade;`);
    this.addSql(`drop table if exists "seat_machine" cascade;`);
    this.addSql(`drop table if exists "seat_month" cascade;`);
  }
}
