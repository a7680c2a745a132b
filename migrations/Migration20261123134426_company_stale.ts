import { Migration } from '@mikro-orm/migrations';

export class Migration20261123134426_company_stale extends Migration {
  override name = 'Migration20261123134426_company_stale';

  override up(): void | Promise<void> {
    this.addSql(`create index "company_stale" on "company" ("stale_at");`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop index "company_stale";`);
  }
}
