import { Migration } from '@mikro-orm/migrations';

export class Migration20261128202037_look_back extends Migration {
  override name = 'Migration20261128202037_look_back';

  override up(): void | Promise<void> {
    this.addSql(
      `alter table "connection" add "look_back_due_at" timestamptz null, add "look_back_until" timestamptz null, add "look_back_page" int null;`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(
      `alter table "connection" drop column "look_back_due_at", drop column "look_back_until", drop column "look_back_page";`,
    );
  }
}
