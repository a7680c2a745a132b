import { Migration } from '@mikro-orm/migrations';

export class Migration20261128171500_rows_that_fail extends Migration {
  override name = 'Migration20261128171500_rows_that_fail';

  override up(): void | Promise<void> {
    this.addSql(
      `alter table "device" add "state_failures" int not null default 0, add "state_due_at" timestamptz null;`,
    );

    this.addSql(
      `alter table "threat_source" add "details_due_at" timestamptz null, add "details_failures" int not null default 0, add "details_problem" text null;`,
    );
    this.addSql(
      `create index "threat_source_details" on "threat_source" ("tenant_id", "connection_id", "details_due_at") where details_due_at is not null;`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop index "threat_source_details";`);
    this.addSql(
      `alter table "threat_source" drop column "details_due_at", drop column "details_failures", drop column "details_problem";`,
    );

    this.addSql(`alter table "device" drop column "state_failures", drop column "state_due_at";`);
  }
}
