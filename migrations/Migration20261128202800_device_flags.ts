import { Migration } from '@mikro-orm/migrations';

export class Migration20261128202800_device_flags extends Migration {
  override name = 'Migration20261128202800_device_flags';

  override up(): void | Promise<void> {
    this.addSql(
      `alter table "device_state" add "flags_read_at" timestamptz null, add "infected_since" timestamptz null, add "detected_since" timestamptz null;`,
    );

    this.addSql(
      `alter table "tenant_setting" add "infected_severity" text not null default 'HIGH', add "detection_severity" text not null default 'MEDIUM';`,
    );

    this.addSql(`alter table "threat" add "explanation" text null;`);
  }

  override down(): void | Promise<void> {
    this.addSql(
      `alter table "device_state" drop column "flags_read_at", drop column "infected_since", drop column "detected_since";`,
    );

    this.addSql(`alter table "tenant_setting" drop column "infected_severity", drop column "detection_severity";`);

    this.addSql(`alter table "threat" drop column "explanation";`);
  }
}
