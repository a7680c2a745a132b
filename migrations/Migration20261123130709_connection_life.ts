import { Migration } from '@mikro-orm/migrations';

export class Migration20261123130709_connection_life extends Migration {
  override name = 'Migration20261123130709_connection_life';

  override up(): void | Promise<void> {
    this.addSql(
      `alter table "connection" add "key_created_at" timestamptz null, add "own_company_name" text null, add "mapping_version" int not null default 0;`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(
      `alter table "connection" drop column "key_created_at", drop column "own_company_name", drop column "mapping_version";`,
    );
  }
}
