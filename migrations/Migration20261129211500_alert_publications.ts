import { Migration } from '@mikro-orm/migrations';

export class Migration20261129211500_alert_publications extends Migration {
  override name = 'Migration20261129211500_alert_publications';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "alert_publication" ("tenant_id" text not null, "id" uuid not null, "client_id" text not null, "threat_name" text not null, "state" text not null, "attempts" int not null, "failures" int not null, "occurrences" int not null, "revision" int not null, "platform_alert_id" text null, "turn" timestamptz null, "waits" boolean not null, "last_error" text null, "created_at" timestamptz not null, "changed_at" timestamptz not null, primary key ("tenant_id", "id"));`,
    );
    this.addSql(
      `create index "alert_publication_state" on "alert_publication" ("tenant_id", "state", "created_at", "id");`,
    );
    this.addSql(
      `create index "alert_publication_client" on "alert_publication" ("tenant_id", "client_id", "created_at");`,
    );
    this.addSql(`create index "alert_publication_platform" on "alert_publication" ("tenant_id", "platform_alert_id");`);
    this.addSql(`create index "alert_publication_turn" on "alert_publication" ("tenant_id", "turn");`);

    this.addSql(`alter table "alert_publication" enable row level security;`);
    this.addSql(`alter table "alert_publication" force row level security;`);
    this.addSql(
      `create policy "tenant" on "alert_publication" using ((tenant_id = ( SELECT current_setting('opsmerge.tenant'::text, true) AS current_setting)) OR (( SELECT current_setting('opsmerge.tenant'::text, true) AS current_setting) = '*'::text));`,
    );
    this.addSql(
      `create policy "earlier_release" on "alert_publication" using (( SELECT COALESCE(current_setting('opsmerge.tenant'::text, true), ''::text) AS "coalesce") = ''::text);`,
    );

    this.addSql(`alter table "tenant_setting" add "alerts_routed_by" text not null default 'OWN_RULES';`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "alert_publication" cascade;`);
    this.addSql(`alter table "tenant_setting" drop column "alerts_routed_by";`);
  }
}
