import { Migration } from '@mikro-orm/migrations';

export class Migration20261123174320_agents_as_matched extends Migration {
  override name = 'Migration20261123174320_agents_as_matched';

  override up(): void | Promise<void> {
    this.addSql(`alter table "agent" drop column "installed_at", drop column "last_seen_at";`);
  }

  override down(): void | Promise<void> {
    this.addSql(
      `alter table "agent" add "installed_at" timestamptz(6) not null, add "last_seen_at" timestamptz(6) null;`,
    );
  }
}
