import { Migration } from '@mikro-orm/migrations';

export class Migration20261129082814_token_refusals extends Migration {
  override name = 'Migration20261129082814_token_refusals';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "token_refusal" ("kind" text not null, "value" text not null, "reason" text null, "refused_at" timestamptz not null, primary key ("kind", "value"));`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "token_refusal" cascade;`);
  }
}
