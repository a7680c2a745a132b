import { Migration } from '@mikro-orm/migrations';

export class Migration20261129091021_audit_origin extends Migration {
  override name = 'Migration20261129091021_audit_origin';

  override up(): void | Promise<void> {
    this.addSql(`alter table "audit_entry" add "address" text null, add "user_agent" text null;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "audit_entry" drop column "address", drop column "user_agent";`);
  }
}
