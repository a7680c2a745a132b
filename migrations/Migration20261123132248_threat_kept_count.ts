import { Migration } from '@mikro-orm/migrations';

export class Migration20261123132248_threat_kept_count extends Migration {
  override name = 'Migration20261123132248_threat_kept_count';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "threat_kept_count" ("tenant_id" text not null, "id" uuid not null, "company_id" uuid not null, "client_id" text null, "device_id" uuid null, "host_key" text null, "quarter" timestamptz not null, "severity" smallint not null, "status" text not null, "action" text not null, "count" int not null, primary key ("tenant_id", "id"));`,
    );
    this.addSql(`create index "threat_kept_count_time" on "threat_kept_count" ("tenant_id", "quarter");`);
    this.addSql(
      `create index "threat_kept_count_client" on "threat_kept_count" ("tenant_id", "client_id", "quarter");`,
    );
    this.addSql(
      `create index "threat_kept_count_host" on "threat_kept_count" ("tenant_id", "client_id", "host_key", "quarter");`,
    );
    this.addSql(
      `create index "threat_kept_count_device" on "threat_kept_count" ("tenant_id", "device_id", "quarter");`,
    );
    this.addSql(`create index "threat_kept_count_company" on "threat_kept_count" ("tenant_id", "company_id");`);

    this.addSql(`drop index "threat_open";`);
    this.addSql(
      `create index "threat_open_host" on "threat" ("tenant_id", "client_id", "host_key", "severity") where status = 'UNRESOLVED';`,
    );
    this.addSql(
      `create index "threat_open_device" on "threat" ("tenant_id", "device_id", "severity") where status = 'UNRESOLVED';`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "threat_kept_count" cascade;`);

    this.addSql(`drop index "threat_open_host";`);
    this.addSql(`drop index "threat_open_device";`);
    this.addSql(
      `create index "threat_open" on "threat" ("tenant_id", "client_id", "severity", "detected_at", "id") where status = 'UNRESOLVED'::text;`,
    );
  }
}
