import { Migration } from '@mikro-orm/migrations';

export class Migration20261129211600_alerts_by_ticket extends Migration {
  override name = 'Migration20261129211600_alerts_by_ticket';

  override isTransactional(): boolean {
    return false;
  }

  override up(): void {
    this.addSql('drop index concurrently if exists "alert_ticket";');
    this.addSql('create index concurrently "alert_ticket" on "alert" ("tenant_id", "ticket_id", "raised_at", "id");');
  }

  override down(): void {
    this.addSql('drop index concurrently if exists "alert_ticket";');
  }
}
