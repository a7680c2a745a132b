import { Migration } from '@mikro-orm/migrations';

export class Migration20261130180410_agents_by_site extends Migration {
  override name = 'Migration20261130180410_agents_by_site';

  override isTransactional(): boolean {
    return false;
  }

  override up(): void {
    this.addSql('drop index concurrently if exists "agent_site";');
    this.addSql(
      'create index concurrently "agent_site" on "agent" ("tenant_id", "site_id") where site_id is not null;',
    );
  }

  override down(): void {
    this.addSql('drop index concurrently if exists "agent_site";');
  }
}
