import { Migration } from '@mikro-orm/migrations';

export class Migration20261123150606_audit_never_emptied extends Migration {
  override name = 'Migration20261123150606_audit_never_emptied';

  override up(): void | Promise<void> {
    this.addSql(
      `create or replace function "audit_entry_audit_entry_is_never_emptied_fn"() returns trigger as $$ begin raise exception 'audit_entry is append-only'; return null; end; $$ language plpgsql;`,
    );
    this.addSql(
      `create trigger "audit_entry_is_never_emptied" BEFORE TRUNCATE on "audit_entry" for each STATEMENT execute function "audit_entry_audit_entry_is_never_emptied_fn"();`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop trigger if exists "audit_entry_is_never_emptied" on "audit_entry";`);
    this.addSql(`drop function if exists "audit_entry_audit_entry_is_never_emptied_fn"();`);
  }
}
