import { Migration } from '@mikro-orm/migrations';

export class Migration20261123130931_threat_life extends Migration {
  override name = 'Migration20261123130931_threat_life';

  override up(): void | Promise<void> {
    this.addSql(
      `alter table "connection" add "quarantine_walked_at" timestamptz null, add "quarantine_items" int null;`,
    );

    this.addSql(`alter table "tenant_setting" add "severity_bands" jsonb null;`);

    this.addSql(`alter table "threat" add "assignee" text null;`);

    this.addSql(
      `alter table "threat_source" add "state" text not null default 'OPEN', add "told_date" text null, add "last_detected_at" timestamptz null;`,
    );
    this.addSql(`
      update threat_source set state = case threat.status when 'RESOLVED' then 'CLOSED' else threat.status end
      from threat
      where threat.tenant_id = threat_source.tenant_id and threat.id = threat_source.threat_id
        and threat_source.kind = 'INCIDENT' and threat.resolved_by = 'bitdefender'`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "connection" drop column "quarantine_walked_at", drop column "quarantine_items";`);

    this.addSql(`alter table "tenant_setting" drop column "severity_bands";`);

    this.addSql(`alter table "threat" drop column "assignee";`);

    this.addSql(
      `alter table "threat_source" drop column "state", drop column "told_date", drop column "last_detected_at";`,
    );
  }
}
