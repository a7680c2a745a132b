import { Migration } from '@mikro-orm/migrations';

export class Migration20261123125718_jobs extends Migration {
  override name = 'Migration20261123125718_jobs';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "job" ("tenant_id" text not null, "id" uuid not null, "kind" text not null, "state" text not null, "done" int not null, "total" int null, "error" text null, "requested_by" text not null, "requested_at" timestamptz not null, "started_at" timestamptz null, "ended_at" timestamptz null, primary key ("tenant_id", "id"));`,
    );
    this.addSql(`create index "job_list" on "job" ("tenant_id", "requested_at", "id");`);
    this.addSql(`create index "job_kind" on "job" ("tenant_id", "kind", "requested_at");`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "job" cascade;`);
  }
}
