import { Migration } from '@mikro-orm/migrations';

export class Migration20261123132050_fingerprint_salt extends Migration {
  override name = 'Migration20261123132050_fingerprint_salt';

  override up(): void | Promise<void> {
    this.addSql(`create table "fingerprint_salt" ("id" serial primary key, "salt" text not null);`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "fingerprint_salt" cascade;`);
  }
}
