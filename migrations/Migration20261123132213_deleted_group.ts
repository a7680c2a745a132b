import { Migration } from '@mikro-orm/migrations';

export class Migration20261123132213_deleted_group extends Migration {
  override name = 'Migration20261123132213_deleted_group';

  override up(): void | Promise<void> {
    this.addSql(`alter table "company" add "deleted_group_bd_id" text null, add "groups_asked_at" timestamptz null;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "company" drop column "deleted_group_bd_id", drop column "groups_asked_at";`);
  }
}
