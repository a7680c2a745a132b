import { Migration } from '@mikro-orm/migrations';

export class Migration20261129014214_isolation extends Migration {
  override name = 'Migration20261129014214_isolation';

  override up(): void | Promise<void> {
    this.addSql(`alter table "device" add "isolated" boolean null;`);

    this.addSql(`alter table "device_state" add "isolated" boolean null;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "device" drop column "isolated";`);

    this.addSql(`alter table "device_state" drop column "isolated";`);
  }
}
