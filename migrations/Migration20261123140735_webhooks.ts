import { Migration } from '@mikro-orm/migrations';

export class Migration20261123140735_webhooks extends Migration {
  override name = 'Migration20261123140735_webhooks';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "webhook" ("tenant_id" text not null, "id" uuid not null, "name" text not null, "url" text not null, "ca_certificate" text null, "sealed_secret" text not null, "secret_set_at" timestamptz not null, "previous_sealed_secret" text null, "previous_until" timestamptz null, "created_at" timestamptz not null, "changed_at" timestamptz not null, "changed_by" text not null, primary key ("tenant_id", "id"));`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "webhook" cascade;`);
  }
}
