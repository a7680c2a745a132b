import { Migration } from '@mikro-orm/migrations';

export class Migration20261123145343_threats_without_device extends Migration {
  override name = 'Migration20261123145343_threats_without_device';

  override up(): void | Promise<void> {
    this.addSql(
      `create index "threat_without_device" on "threat" ("tenant_id", "connection_id", "bd_device_id") where device_id is null;`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop index "threat_without_device";`);
  }
}
