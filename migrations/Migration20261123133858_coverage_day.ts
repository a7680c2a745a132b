import { Migration } from '@mikro-orm/migrations';

export class Migration20261123133858_coverage_day extends Migration {
  override name = 'Migration20261123133858_coverage_day';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "coverage_day" ("tenant_id" text not null, "client_id" text not null, "day" date not null, "machines" int not null, "agents" int not null, "protected_agents" int not null, "gaps" jsonb not null, primary key ("tenant_id", "client_id", "day"));`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "coverage_day" cascade;`);
  }
}
