import { Migration } from '@mikro-orm/migrations';

export class Migration20261123130041_alert_kinds extends Migration {
  override name = 'Migration20261123130041_alert_kinds';

  override up(): void | Promise<void> {
    this.addSql(
      `alter table "alert" add "kind" text not null default 'THREAT', add "subject" text null, add "detail" text null, add "outbreak_id" uuid null;`,
    );
    this.addSql(`alter table "alert" alter column "threat_id" drop not null;`);
    this.addSql(`create index "alert_outbreak" on "alert" ("tenant_id", "outbreak_id");`);
    this.addSql(`alter table "alert" add constraint "alert_subject" unique ("tenant_id", "subject");`);

    this.addSql(
      `alter table "alert_action" add "told_occurrences" int not null default 0, add "about_action_id" uuid null;`,
    );
    this.addSql(`create index "alert_action_state" on "alert_action" ("tenant_id", "state", "created_at", "id");`);
    this.addSql(`create index "alert_action_about" on "alert_action" ("tenant_id", "about_action_id");`);

    // Tenants that have had their default rules before get the two that are new.
    this.addSql(`
      insert into "alert_rule" ("tenant_id", "id", "position", "name", "enabled", "scope", "conditions", "actions", "next", "changed_at", "changed_by")
      select settled.tenant_id, gen_random_uuid(),
        (select coalesce(max(rule.position), 0) from "alert_rule" as rule where rule.tenant_id = settled.tenant_id) + added.place,
        added.name, true, '{"kind": "ALL", "clientIds": []}', added.conditions, added.actions, 'STOP', now(), 'migration'
      from (select distinct "tenant_id" from "audit_entry" where "action" = 'DEFAULT_RULES_CREATED') as settled
      cross join (values
        (1, 'Bitdefender outbreak -> page', '{"kinds": ["OUTBREAK"], "minimumSeverity": "MEDIUM"}'::jsonb,
          '[{"kind": "PAGE", "onCall": "security"}]'::jsonb),
        (2, 'Bitdefender notices -> notify', '{"kinds": ["NOTICE"]}'::jsonb,
          '[{"kind": "NOTIFY", "channel": "security"}]'::jsonb)
      ) as added (place, name, conditions, actions);
    `);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop index "alert_outbreak";`);
    this.addSql(`alter table "alert" drop constraint "alert_subject";`);
    this.addSql(
      `alter table "alert" drop column "kind", drop column "subject", drop column "detail", drop column "outbreak_id";`,
    );
    this.addSql(`alter table "alert" alter column "threat_id" set not null;`);

    this.addSql(`drop index "alert_action_state";`);
    this.addSql(`drop index "alert_action_about";`);
    this.addSql(`alter table "alert_action" drop column "told_occurrences", drop column "about_action_id";`);
  }
}
