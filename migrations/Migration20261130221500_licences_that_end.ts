import { Migration } from '@mikro-orm/migrations';

export class Migration20261130221500_licences_that_end extends Migration {
  override name = 'Migration20261130221500_licences_that_end';

  override up(): void {
    this.addSql('alter table "seat_month" add column "known_expires_at" timestamptz null;');
    this.addSql('alter table "tenant_setting" add column "licence_ending_days" int not null default 30;');
  }

  override down(): void {
    this.addSql('alter table "tenant_setting" drop column "licence_ending_days";');
    this.addSql('alter table "seat_month" drop column "known_expires_at";');
  }
}
