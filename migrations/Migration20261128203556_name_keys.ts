import { Migration } from '@mikro-orm/migrations';

export class Migration20261128203556_name_keys extends Migration {
  override name = 'Migration20261128203556_name_keys';

  override up(): void | Promise<void> {
    this.addSql(`alter table "device" add "name_key" text not null default '';`);
    this.addSql(
      `create index "device_other_name" on "device" ("tenant_id", "client_id", left("name_key", 15)) where name_key <> '';`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop index "device_other_name";`);
    this.addSql(`alter table "device" drop column "name_key";`);
  }
}
