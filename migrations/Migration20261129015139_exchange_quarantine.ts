import { Migration } from '@mikro-orm/migrations';

export class Migration20261129015139_exchange_quarantine extends Migration {
  override name = 'Migration20261129015139_exchange_quarantine';

  override up(): void | Promise<void> {
    this.addSql(
      `alter table "connection" add "exchange_taken_to" timestamptz null, add "exchange_walked_at" timestamptz null, add "exchange_items" int null;`,
    );

    this.addSql(`alter table "device" add "exchange_server" boolean null;`);
    this.addSql(
      `create index "device_exchange_server" on "device" ("tenant_id", "connection_id") where exchange_server;`,
    );

    this.addSql(`alter table "threat" add "mail" jsonb null;`);

    this.addSql(`alter table "threat_source" add "action_raw" text null;`);
  }

  override down(): void | Promise<void> {
    this.addSql(
      `alter table "connection" drop column "exchange_taken_to", drop column "exchange_walked_at", drop column "exchange_items";`,
    );

    this.addSql(`drop index "device_exchange_server";`);
    this.addSql(`alter table "device" drop column "exchange_server";`);

    this.addSql(`alter table "threat" drop column "mail";`);

    this.addSql(`alter table "threat_source" drop column "action_raw";`);
  }
}
