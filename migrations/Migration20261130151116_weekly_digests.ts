import { Migration } from '@mikro-orm/migrations';

export class Migration20261130151116_weekly_digests extends Migration {
  override name = 'Migration20261130151116_weekly_digests';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "digest" ("tenant_id" text not null, "subject" text not null, "weekday" smallint not null, "hour" smallint not null, "time_zone" text not null, "next_at" timestamptz null, "next_week" text null, "changed_at" timestamptz not null, "ended_at" timestamptz null, "end_reason" text null, primary key ("tenant_id", "subject"));`,
    );
    this.addSql(`create index "digest_due" on "digest" ("next_at");`);

    this.addSql(
      `create table "digest_delivery" ("tenant_id" text not null, "id" uuid not null, "subject" text not null, "week" text not null, "due_at" timestamptz not null, "state" text not null, "reason" text null, "title" text null, "body" text null, "settled_at" timestamptz null, primary key ("tenant_id", "id"));`,
    );
    this.addSql(
      `alter table "digest_delivery" add constraint "digest_delivery_week" unique ("tenant_id", "subject", "week");`,
    );

    this.addSql(`alter table "digest" enable row level security;`);
    this.addSql(`alter table "digest" force row level security;`);
    this.addSql(
      `create policy "tenant" on "digest" using ((tenant_id = ( SELECT current_setting('opsmerge.tenant'::text, true) AS current_setting)) OR (( SELECT current_setting('opsmerge.tenant'::text, true) AS current_setting) = '*'::text));`,
    );
    this.addSql(
      `create policy "earlier_release" on "digest" using (( SELECT COALESCE(current_setting('opsmerge.tenant'::text, true), ''::text) AS "coalesce") = ''::text);`,
    );

    this.addSql(`alter table "digest_delivery" enable row level security;`);
    this.addSql(`alter table "digest_delivery" force row level security;`);
    this.addSql(
      `create policy "tenant" on "digest_delivery" using ((tenant_id = ( SELECT current_setting('opsmerge.tenant'::text, true) AS current_setting)) OR (( SELECT current_setting('opsmerge.tenant'::text, true) AS current_setting) = '*'::text));`,
    );
    this.addSql(
      `create policy "earlier_release" on "digest_delivery" using (( SELECT COALESCE(current_setting('opsmerge.tenant'::text, true), ''::text) AS "coalesce") = ''::text);`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "digest" cascade;`);
    this.addSql(`drop table if exists "digest_delivery" cascade;`);
  }
}
