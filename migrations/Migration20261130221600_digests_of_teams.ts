import { Migration } from '@mikro-orm/migrations';

export class Migration20261130221600_digests_of_teams extends Migration {
  override name = 'Migration20261130221600_digests_of_teams';

  override up(): void {
    this.addSql('alter table "digest" add column "team_id" text null, add column "team_name" text null;');
  }

  override down(): void {
    this.addSql('alter table "digest" drop column "team_id", drop column "team_name";');
  }
}
