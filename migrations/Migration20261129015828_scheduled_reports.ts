import { Migration } from '@mikro-orm/migrations';

export class Migration20261129015828_scheduled_reports extends Migration {
  override name = 'Migration20261129015828_scheduled_reports';

  override up(): void | Promise<void> {
    this.addSql(
      `alter table "connection" add "report_name" text null, add "report_state" text null, add "report_checked_at" timestamptz null, add "report_digest" text null, add "report_read_at" timestamptz null, add "report_rows" int null, add "report_header" text null, add "report_error_code" text null, add "report_error_message" text null, add "report_error_hint" text null;`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(
      `alter table "connection" drop column "report_name", drop column "report_state", drop column "report_checked_at", drop column "report_digest", drop column "report_read_at", drop column "report_rows", drop column "report_header", drop column "report_error_code", drop column "report_error_message", drop column "report_error_hint";`,
    );
  }
}
