import { Migration } from '@mikro-orm/migrations';

export class Migration20261123133211_threat_assignee extends Migration {
  override name = 'Migration20261123133211_threat_assignee';

  override up(): void | Promise<void> {
    this.addSql(`alter table "threat" rename column "assignee" to "assignee_id";`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "threat" rename column "assignee_id" to "assignee";`);
  }
}
