import { Migration } from '@mikro-orm/migrations';

export class Migration20261129010209_incident_extent extends Migration {
  override name = 'Migration20261129010209_incident_extent';

  override up(): void | Promise<void> {
    this.addSql(
      `alter table "threat" add "attack_types" jsonb null, add "techniques" jsonb null, add "files" jsonb null, add "file_count" int null;`,
    );

    this.addSql(
      `alter table "threat_source" add "extent_hash" text null, add "details_again" boolean not null default false;`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(
      `alter table "threat" drop column "attack_types", drop column "techniques", drop column "files", drop column "file_count";`,
    );

    this.addSql(`alter table "threat_source" drop column "extent_hash", drop column "details_again";`);
  }
}
