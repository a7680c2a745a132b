import { Migration } from '@mikro-orm/migrations';

export class Migration20261130150320_tenant_response_promise extends Migration {
  override name = 'Migration20261130150320_tenant_response_promise';

  override up(): void | Promise<void> {
    this.addSql(`alter table "tenant_setting" add "response_promise" jsonb null;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "tenant_setting" drop column "response_promise";`);
  }
}
