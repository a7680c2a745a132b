import { Migration } from '@mikro-orm/migrations';

export class Migration20261130070530_sync_fingerprints extends Migration {
  override name = 'Migration20261130070530_sync_fingerprints';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "inventory_fingerprint" ("tenant_id" text not null, "company_id" uuid not null, "parts" text[] not null, "devices" int not null, "compare_at" timestamptz not null, primary key ("tenant_id", "company_id"));`,
    );

    this.addSql(
      `create table "matching_fingerprint" ("tenant_id" text not null, "client_id" text not null, "fingerprint" text not null, "matched" int not null, "compare_at" timestamptz not null, primary key ("tenant_id", "client_id"));`,
    );

    this.addSql(`alter table "inventory_fingerprint" enable row level security;`);
    this.addSql(`alter table "inventory_fingerprint" force row level security;`);
    this.addSql(
      `create policy "tenant" on "inventory_fingerprint" using ((tenant_id = ( SELECT current_setting('opsmerge.tenant'::text, true) AS current_setting)) OR (( SELECT current_setting('opsmerge.tenant'::text, true) AS current_setting) = '*'::text));`,
    );
    this.addSql(
      `create policy "earlier_release" on "inventory_fingerprint" using (( SELECT COALESCE(current_setting('opsmerge.tenant'::text, true), ''::text) AS "coalesce") = ''::text);`,
    );

    this.addSql(`alter table "matching_fingerprint" enable row level security;`);
    this.addSql(`alter table "matching_fingerprint" force row level security;`);
    this.addSql(
      `create policy "tenant" on "matching_fingerprint" using ((tenant_id = ( SELECT current_setting('opsmerge.tenant'::text, true) AS current_setting)) OR (( SELECT current_setting('opsmerge.tenant'::text, true) AS current_setting) = '*'::text));`,
    );
    this.addSql(
      `create policy "earlier_release" on "matching_fingerprint" using (( SELECT COALESCE(current_setting('opsmerge.tenant'::text, true), ''::text) AS "coalesce") = ''::text);`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "inventory_fingerprint" cascade;`);
    this.addSql(`drop table if exists "matching_fingerprint" cascade;`);
  }
}
