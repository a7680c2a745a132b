import type { Client } from 'pg';

const present = `current_setting('opsmerge.tenant', true)`;

/**
 * Makes every statement fail, with its text, that leaves it to row-level security to keep the rows of another tenant away. A statement that
 * names its tenant never gets that far: PostgreSQL applies its own, cheaper condition first.
 */
export async function reportForeignRows(client: Client): Promise<void> {
  await client.query(
    `create function foreign_row(tenant text) returns boolean language plpgsql as $$ begin
       raise exception 'a row of the tenant % was left to row-level security by: %', tenant, current_query();
     end $$`,
  );
  const { rows } = await client.query<{ name: string }>(
    `select polrelid::regclass::text as name from pg_policy where polname = 'tenant'`,
  );
  for (const { name } of rows)
    await client.query(
      `alter policy tenant on ${name} using (tenant_id = ${present} or coalesce(${present}, '') in ('', '*')
         or (${present} <> '-' and foreign_row(tenant_id)))`,
    );
}
