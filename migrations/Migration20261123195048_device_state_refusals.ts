import { Migration } from '@mikro-orm/migrations';

export class Migration20261123195048_device_state_refusals extends Migration {
  override name = 'Migration20261123195048_device_state_refusals';

  override up(): void | Promise<void> {
    this.addSql(`alter table "device" add "state_refused_at" timestamptz null;`);

    this.addSql(`alter table "device_state" add "last_scan_name" text null, add "last_scan_at" timestamptz null;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "device" drop column "state_refused_at";`);

    this.addSql(`alter table "device_state" drop column "last_scan_name", drop column "last_scan_at";`);
  }
}
