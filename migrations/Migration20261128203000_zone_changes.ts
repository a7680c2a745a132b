import { Migration } from '@mikro-orm/migrations';

export class Migration20261128203000_zone_changes extends Migration {
  override name = 'Migration20261128203000_zone_changes';

  override up(): void | Promise<void> {
    this.addSql(
      `alter table "connection" add "zone_changed_at" timestamptz null, add "zone_changed_from" int null, add "zone_changed_to" int null;`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(
      `alter table "connection" drop column "zone_changed_at", drop column "zone_changed_from", drop column "zone_changed_to";`,
    );
  }
}
