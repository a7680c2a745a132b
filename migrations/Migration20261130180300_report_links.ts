import { Migration } from '@mikro-orm/migrations';

export class Migration20261130180300_report_links extends Migration {
  override name = 'Migration20261130180300_report_links';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "report_link" ("tenant_id" text not null, "id" uuid not null, "client_id" text not null, "period" text not null, "day" text not null, "time_zone" text not null, "created_by" text not null, "created_at" timestamptz not null, "expires_at" timestamptz not null, "revoked_by" text null, "revoked_at" timestamptz null, "last_opened_on" text null, "days_opened" int not null default 0, primary key ("tenant_id", "id"));`,
    );
    this.addSql(`create index "report_link_client" on "report_link" ("tenant_id", "client_id", "created_at", "id");`);
    this.addSql(`create index "report_link_expiry" on "report_link" ("tenant_id", "expires_at");`);

    this.addSql(`alter table "report_link" enable row level security;`);
    this.addSql(`alter table "report_link" force row level security;`);
    this.addSql(
      `create policy "tenant" on "report_link" using ((tenant_id = ( SELECT current_setting('opsmerge.tenant'::text, true) AS current_setting)) OR (( SELECT current_setting('opsmerge.tenant'::text, true) AS current_setting) = '*'::text));`,
    );
    this.addSql(
      `create policy "earlier_release" on "report_link" using (( SELECT COALESCE(current_setting('opsmerge.tenant'::text, true), ''::text) AS "coalesce") = ''::text);`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "report_link" cascade;`);
  }
}
