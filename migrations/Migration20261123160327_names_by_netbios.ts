import { Migration } from '@mikro-orm/migrations';

export class Migration20261123160327_names_by_netbios extends Migration {
  override name = 'Migration20261123160327_names_by_netbios';

  override up(): void | Promise<void> {
    this.addSql(`create index "agent_name" on "agent" ("tenant_id", "client_id", left("host_key", 15));`);

    this.addSql(`drop index "device_host";`);
    this.addSql(`create index "device_name" on "device" ("tenant_id", "client_id", left("host_key", 15));`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop index "agent_name";`);

    this.addSql(`drop index "device_name";`);
    this.addSql(`create index "device_host" on "device" ("tenant_id", "client_id", "host_key");`);
  }
}
