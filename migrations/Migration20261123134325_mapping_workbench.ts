import { Migration } from '@mikro-orm/migrations';

export class Migration20261123134325_mapping_workbench extends Migration {
  override name = 'Migration20261123134325_mapping_workbench';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "company_event" ("tenant_id" text not null, "id" uuid not null, "company_id" uuid not null, "kind" text not null, "before" text null, "after" text null, "at" timestamptz not null, "dismissed_at" timestamptz null, "dismissed_by" text null, primary key ("tenant_id", "id"));`,
    );
    this.addSql(`create index "company_event_inbox" on "company_event" ("tenant_id", "at", "id");`);

    this.addSql(
      `alter table "company" add "ignored_at" timestamptz null, add "ignored_by" text null, add "ignored_reason" text null, add "suspended" boolean null, add "suspension_checked_at" timestamptz null;`,
    );

    this.addSql(`alter table "connection" add "tree_due_at" timestamptz not null default now();`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "company_event" cascade;`);

    this.addSql(
      `alter table "company" drop column "ignored_at", drop column "ignored_by", drop column "ignored_reason", drop column "suspended", drop column "suspension_checked_at";`,
    );

    this.addSql(`alter table "connection" drop column "tree_due_at";`);
  }
}
