import { Migration } from '@mikro-orm/migrations';

export class Migration20261130152244_degraded_protection extends Migration {
  override name = 'Migration20261130152244_degraded_protection';

  override up(): void | Promise<void> {
    this.addSql(`alter table "alert" add "kind_basis" text null, add "cause" text null;`);

    // Tenants that have had their default rules before get the new one, switched off.
    this.addSql(`
      insert into "alert_rule" ("tenant_id", "id", "position", "name", "enabled", "scope", "conditions", "actions", "next", "changed_at", "changed_by")
      select settled.tenant_id, gen_random_uuid(),
        (select coalesce(max(rule.position), 0) + 1 from "alert_rule" as rule where rule.tenant_id = settled.tenant_id),
        'Bitdefender protection degraded -> notify', false, '{"kind": "ALL", "clientIds": []}',
        '{"kinds": [], "laterKinds": ["DEGRADATION"]}', '[{"kind": "NOTIFY", "channel": "security"}]', 'STOP', now(), 'migration'
      from (select distinct "tenant_id" from "audit_entry" where "action" = 'DEFAULT_RULES_CREATED') as settled;
    `);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "alert" drop column "kind_basis", drop column "cause";`);
  }
}
