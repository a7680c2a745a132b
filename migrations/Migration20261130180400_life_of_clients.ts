import { Migration } from '@mikro-orm/migrations';

export class Migration20261130180400_life_of_clients extends Migration {
  override name = 'Migration20261130180400_life_of_clients';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "core_client" ("tenant_id" text not null, "client_id" text not null, "state" text not null, "changed_at" timestamptz not null, "catch_up" boolean not null default false, primary key ("tenant_id", "client_id"));`,
    );
    this.addSql(`create index "core_client_catch_up" on "core_client" ("tenant_id") where catch_up;`);

    this.addSql(
      `create table "client_merge" ("tenant_id" text not null, "client_id" text not null, "into_client_id" text null, "state" text not null, "problem" text null, "moved" jsonb not null, "found_at" timestamptz not null, "ended_at" timestamptz null, primary key ("tenant_id", "client_id"));`,
    );
    this.addSql(`create index "client_merge_open" on "client_merge" ("tenant_id") where state = 'MOVING';`);

    this.addSql(`alter table "agent" add "site_id" text null, add "site_name" text null;`);

    this.addSql(`alter table "company" add "rests_since" timestamptz null, add "resumed_at" timestamptz null;`);

    this.addSql(`alter table "core_client" enable row level security;`);
    this.addSql(`alter table "core_client" force row level security;`);
    this.addSql(
      `create policy "tenant" on "core_client" using ((tenant_id = ( SELECT current_setting('opsmerge.tenant'::text, true) AS current_setting)) OR (( SELECT current_setting('opsmerge.tenant'::text, true) AS current_setting) = '*'::text));`,
    );
    this.addSql(
      `create policy "earlier_release" on "core_client" using (( SELECT COALESCE(current_setting('opsmerge.tenant'::text, true), ''::text) AS "coalesce") = ''::text);`,
    );

    this.addSql(`alter table "client_merge" enable row level security;`);
    this.addSql(`alter table "client_merge" force row level security;`);
    this.addSql(
      `create policy "tenant" on "client_merge" using ((tenant_id = ( SELECT current_setting('opsmerge.tenant'::text, true) AS current_setting)) OR (( SELECT current_setting('opsmerge.tenant'::text, true) AS current_setting) = '*'::text));`,
    );
    this.addSql(
      `create policy "earlier_release" on "client_merge" using (( SELECT COALESCE(current_setting('opsmerge.tenant'::text, true), ''::text) AS "coalesce") = ''::text);`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "core_client" cascade;`);
    this.addSql(`drop table if exists "client_merge" cascade;`);

    this.addSql(`alter table "agent" drop column "site_id", drop column "site_name";`);
    this.addSql(`alter table "company" drop column "rests_since", drop column "resumed_at";`);
  }
}
