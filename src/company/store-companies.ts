import { sql } from 'kysely';
import type { ConnectionRow } from '../connection/open-gravityzone.js';
import type { Queries } from '../database/database.js';
import type { InventoryCompany } from '../gravityzone/types.js';

/** Writes down the companies BD shows; a row that says nothing new is not written. Mappings are never touched. */
export async function storeCompanies(
  queries: Queries,
  connection: Pick<ConnectionRow, 'tenantId' | 'id'>,
  companies: InventoryCompany[],
  now: Date,
): Promise<void> {
  if (companies.length === 0) return;
  const column = (pick: (company: InventoryCompany) => string | null) => companies.map(pick);
  await sql`
    insert into company (tenant_id, id, connection_id, bd_id, name, parent_bd_id, kind, state, active,
                         activity_reasons, failures, first_seen_at, changed_at)
    select ${connection.tenantId}, gen_random_uuid(), ${connection.id}::uuid, given.bd_id, given.name, given.parent_bd_id,
           given.kind, 'PRESENT', false, '[]', 0, ${now}, ${now}
    from unnest(${column((company) => company.id)}::text[], ${column((company) => company.name)}::text[],
                ${column((company) => company.parentId)}::text[], ${column((company) => company.kind)}::text[])
         as given (bd_id, name, parent_bd_id, kind)
    on conflict (tenant_id, connection_id, bd_id) do update
      set name = excluded.name, parent_bd_id = excluded.parent_bd_id, kind = excluded.kind, state = 'PRESENT',
          changed_at = excluded.changed_at
      where (company.name, company.kind, company.state) is distinct from (excluded.name, excluded.kind, 'PRESENT')
         or company.parent_bd_id is distinct from excluded.parent_bd_id`.execute(queries);
}
