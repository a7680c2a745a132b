import { Migration } from '@mikro-orm/migrations';

export class Migration20261129180532_opened_exports extends Migration {
  override name = 'Migration20261129180532_opened_exports';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "opened_export" ("tenant_id" text not null, "id" uuid not null, "expires_at" timestamptz not null, primary key ("tenant_id", "id"));`,
    );

    this.addSql(`alter table "opened_export" enable row level security;`);
    this.addSql(`alter table "opened_export" force row level security;`);
    this.addSql(
      `create policy "tenant" on "opened_export" using ((tenant_id = ( SELECT current_setting('opsmerge.tenant'::text, true) AS current_setting)) OR (( SELECT current_setting('opsmerge.tenant'::text, true) AS current_setting) = '*'::text));`,
    );
    this.addSql(
      `create policy "earlier_release" on "opened_export" using (( SELECT COALESCE(current_setting('opsmerge.tenant'::text, true), ''::text) AS "coalesce") = ''::text);`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "opened_export" cascade;`);
  }
}
