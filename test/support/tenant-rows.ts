import type { Client } from 'pg';

/** Every row of a tenant as text, by table; those of `without` are left out. */
export async function rowsOfTenant(
  database: Client,
  tenantId: string,
  without: readonly string[] = [],
): Promise<Record<string, string[]>> {
  const { rows: tables } = await database.query(
    `select table_name from information_schema.columns where column_name = 'tenant_id' and table_schema = 'public' order by 1`,
  );
  const found: Record<string, string[]> = {};
  for (const { table_name } of tables.filter(({ table_name }) => !without.includes(table_name))) {
    const { rows } = await database.query(
      `select t::text as row from "${table_name}" as t where tenant_id = $1 order by 1`,
      [tenantId],
    );
    found[table_name] = rows.map(({ row }) => String(row));
  }
  return found;
}

/** Every id that stands in a row of a tenant: ours, core's and BD's. */
export async function idsOfTenant(database: Client, tenantId: string): Promise<string[]> {
  const { rows: columns } = await database.query(
    `select table_name, column_name from information_schema.columns
     where table_schema = 'public' and column_name ~ '(^|_)id$' and column_name <> 'tenant_id'
       and table_name in (select table_name from information_schema.columns where column_name = 'tenant_id')`,
  );
  const found = new Set<string>();
  for (const { table_name, column_name } of columns) {
    const { rows } = await database.query(
      `select distinct "${column_name}"::text as id from "${table_name}" where tenant_id = $1 and "${column_name}" is not null`,
      [tenantId],
    );
    for (const { id } of rows) found.add(String(id));
  }
  return [...found];
}
