import { Migration } from '@mikro-orm/migrations';

export class Migration20261123144502_audit_lists extends Migration {
  override name = 'Migration20261123144502_audit_lists';

  override up(): void | Promise<void> {
    this.addSql(`create index "audit_entry_actor" on "audit_entry" ("tenant_id", "actor", "at", "id");`);
    this.addSql(`create index "audit_entry_action" on "audit_entry" ("tenant_id", "action", "at", "id");`);
    this.addSql(`create index "audit_entry_subject" on "audit_entry" ("tenant_id", "subject", "at", "id");`);
    this.addSql(
      `create index "audit_entry_subjects" on "audit_entry" using gin ("tenant_id", (detail -> 'ids') jsonb_path_ops) where (detail -> 'ids') is not null;`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop index "audit_entry_actor";`);
    this.addSql(`drop index "audit_entry_action";`);
    this.addSql(`drop index "audit_entry_subject";`);
    this.addSql(`drop index "audit_entry_subjects";`);
  }
}
