import { Migration } from '@mikro-orm/migrations';

export class Migration20261123191330_clients_to_match extends Migration {
  override name = 'Migration20261123191330_clients_to_match';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "client_to_match" ("tenant_id" text not null, "client_id" text not null, primary key ("tenant_id", "client_id"));`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "client_to_match" cascade;`);
  }
}
