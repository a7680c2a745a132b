import { Migration } from '@mikro-orm/migrations';

/** The tables of our schema with a tenant. */
const withTenant = `select class.oid::regclass::text as name from pg_class as class
  join pg_attribute as attribute on attrelid = class.oid and attname = 'tenant_id' and not attisdropped
  where relnamespace = (select oid from pg_namespace where nspname = current_schema()) and relkind in ('r', 'p') order by 1`;

const perform = (statements: string) => `do $$ declare "row" record; begin
  for "row" in ${withTenant} loop ${statements} end loop;
end $$;`;

const setting = `current_setting(''opsmerge.tenant'', true)`;
/** A query of its own runs once for a statement; a condition on the function would run once for each row. */
const present = `(select ${setting})`;

/**
 * Rows are seen and written only by who says for which tenant, or that it is for all. The release before says nothing, and keeps seeing
 * all rows by a policy of its own, which the next release drops.
 */
export class Migration20261129091500_row_level_security extends Migration {
  override name = 'Migration20261129091500_row_level_security';

  override up(): void | Promise<void> {
    this.addSql(
      perform(`
        execute format('create policy tenant on %s using (tenant_id = ${present} or ${present} = ''*'')', "row".name);
        execute format('create policy earlier_release on %s using ((select coalesce(${setting}, '''')) = '''')', "row".name);
        execute format('alter table %s enable row level security, force row level security', "row".name);`),
    );
  }

  override down(): void | Promise<void> {
    this.addSql(
      perform(`
        execute format('alter table %s no force row level security, disable row level security', "row".name);
        execute format('drop policy if exists earlier_release on %s', "row".name);
        execute format('drop policy if exists tenant on %s', "row".name);`),
    );
  }
}
