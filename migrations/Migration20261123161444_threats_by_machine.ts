import { Migration } from '@mikro-orm/migrations';

export class Migration20261123161444_threats_by_machine extends Migration {
  override name = 'Migration20261123161444_threats_by_machine';

  override up(): void | Promise<void> {
    this.addSql(`drop index "threat_host";`);
    this.addSql(`drop index "threat_open_host";`);
    this.addSql(
      `create index "threat_open_client" on "threat" ("tenant_id", "client_id", "severity") where status = 'UNRESOLVED';`,
    );
    this.addSql(
      `create index "threat_open_named" on "threat" ("tenant_id", "client_id", "host_key", "severity") where device_id is null and status = 'UNRESOLVED';`,
    );
    this.addSql(
      `create index "threat_named" on "threat" ("tenant_id", "client_id", "host_key", "detected_at") where device_id is null;`,
    );

    this.addSql(`drop index "threat_kept_count_host";`);
    this.addSql(
      `create index "threat_kept_count_named" on "threat_kept_count" ("tenant_id", "client_id", "host_key", "quarter") where device_id is null;`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop index "threat_open_client";`);
    this.addSql(`drop index "threat_open_named";`);
    this.addSql(`drop index "threat_named";`);
    this.addSql(`create index "threat_host" on "threat" ("tenant_id", "client_id", "host_key", "detected_at");`);
    this.addSql(
      `create index "threat_open_host" on "threat" ("tenant_id", "client_id", "host_key", "severity") where status = 'UNRESOLVED'::text;`,
    );

    this.addSql(`drop index "threat_kept_count_named";`);
    this.addSql(
      `create index "threat_kept_count_host" on "threat_kept_count" ("tenant_id", "client_id", "host_key", "quarter");`,
    );
  }
}
