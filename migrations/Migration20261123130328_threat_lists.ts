import { Migration } from '@mikro-orm/migrations';

export class Migration20261123130328_threat_lists extends Migration {
  override name = 'Migration20261123130328_threat_lists';

  override up(): void | Promise<void> {
    // Both are trusted: the owner of the database may create them. They stay when this is undone.
    this.addSql(`create extension if not exists pg_trgm;`);
    this.addSql(`create extension if not exists btree_gin;`);
    this.addSql(`drop index "threat_client";`);
    this.addSql(`drop index "threat_list";`);
    this.addSql(`create index "threat_time" on "threat" ("tenant_id", "detected_at", "id", "severity", "status");`);
    this.addSql(
      `create index "threat_last" on "threat" ("tenant_id", "last_detected_at", "id", "severity", "status");`,
    );
    this.addSql(`create index "threat_severity" on "threat" ("tenant_id", "severity", "detected_at", "id", "status");`);
    this.addSql(
      `create index "threat_open" on "threat" ("tenant_id", "client_id", "severity", "detected_at", "id") where status = 'UNRESOLVED';`,
    );
    this.addSql(
      `create index "threat_search" on "threat" using gin ("tenant_id", (name || E'\\n' || coalesce(file_path, '') || E'\\n' || coalesce(host_name, '')) gin_trgm_ops);`,
    );
    this.addSql(
      `create index "threat_client" on "threat" ("tenant_id", "client_id", "detected_at", "id", "severity", "status");`,
    );
    this.addSql(`create index "threat_list" on "threat" ("tenant_id", "status", "detected_at", "id", "severity");`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop index "threat_time";`);
    this.addSql(`drop index "threat_last";`);
    this.addSql(`drop index "threat_severity";`);
    this.addSql(`drop index "threat_open";`);
    this.addSql(`drop index "threat_search";`);
    this.addSql(`drop index "threat_list";`);
    this.addSql(`drop index "threat_client";`);
    this.addSql(`create index "threat_list" on "threat" ("tenant_id", "status", "detected_at", "id");`);
    this.addSql(`create index "threat_client" on "threat" ("tenant_id", "client_id", "detected_at", "id");`);
  }
}
