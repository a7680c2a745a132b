import { Migration } from '@mikro-orm/migrations';

export class Migration20261123121824_match_decisions extends Migration {
  override name = 'Migration20261123121824_match_decisions';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "match_decision" ("tenant_id" text not null, "id" uuid not null, "client_id" text not null, "kind" text not null, "device_id" uuid not null, "host_key" text not null, "agent_id" text not null, "agent_host_key" text not null, "decided_by" text not null, "decided_at" timestamptz not null, "note" text null, primary key ("tenant_id", "id"));`,
    );
    this.addSql(`create index "match_decision_client" on "match_decision" ("tenant_id", "client_id");`);
    this.addSql(`create index "match_decision_device" on "match_decision" ("tenant_id", "device_id");`);

    this.addSql(`alter table "tenant_setting" add "match_mode" text not null default 'NORMALISED';`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "match_decision" cascade;`);

    this.addSql(`alter table "tenant_setting" drop column "match_mode";`);
  }
}
