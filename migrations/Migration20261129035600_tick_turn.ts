import { Migration } from '@mikro-orm/migrations';

export class Migration20261129035600_tick_turn extends Migration {
  override name = 'Migration20261129035600_tick_turn';

  override up(): void | Promise<void> {
    this.addSql(`create table "tick_turn" ("id" serial primary key, "taken_at" timestamptz not null);`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "tick_turn" cascade;`);
  }
}
