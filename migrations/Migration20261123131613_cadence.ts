import { Migration } from '@mikro-orm/migrations';

export class Migration20261123131613_cadence extends Migration {
  override name = 'Migration20261123131613_cadence';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "client_watch" ("tenant_id" text not null, "client_id" text not null, "watched_at" timestamptz not null, primary key ("tenant_id", "client_id"));`,
    );

    this.addSql(
      `alter table "sync_run" add "client_id" text null, add "client_ids" text[] not null default '{}', add "share_done" real not null default 0;`,
    );
    this.addSql(`create index "sync_run_open" on "sync_run" ("ended_at", "tenant_id", "connection_id");`);
    this.addSql(`create index "sync_run_client" on "sync_run" ("tenant_id", "client_id", "queued_at");`);

    this.addSql(`alter table "sync_stream" add "calls" int not null default 0;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "client_watch" cascade;`);

    this.addSql(`drop index "sync_run_open";`);
    this.addSql(`drop index "sync_run_client";`);
    this.addSql(`alter table "sync_run" drop column "client_id", drop column "client_ids", drop column "share_done";`);

    this.addSql(`alter table "sync_stream" drop column "calls";`);
  }
}
