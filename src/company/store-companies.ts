import { sql } from 'kysely';
import type { Queries } from '../database/database.js';
import type { IntegrationRow } from '../database/tables/rows.js';
import { standInName } from '../domain/stand-in-name.js';
import type { InventoryCompany } from '../gravityzone/types.js';
import { findVanished, type TreeWalk } from './find-vanished.js';

/**
 * Stores the companies BD lists, and the events of those that changed for the inbox; unchanged rows are not written.
 * Mappings are never changed. With `quiet`, new companies create no events, since the integration itself is new.
 */
export async function storeCompanies(
  queries: Queries,
  integration: Pick<IntegrationRow, 'tenantId' | 'id'>,
  companies: readonly InventoryCompany[],
  now: Date,
  quiet = false,
): Promise<void> {
  if (companies.length === 0) return;
  const { tenantId, id } = integration;
  const column = (pick: (company: InventoryCompany) => string | null) => companies.map(pick);
  const bdIds = column((company) => company.id);
  // A company whose name is missing this time keeps the one it has.
  const standIns = companies.filter(({ name }) => name === null).map(({ kind, id }) => standInName(kind, id));
  // Every part of the statement sees the table as it was before, so `before` has what `written` replaces.
  await sql`
    with before as (
      select id, name, parent_bd_id, state from company
      where tenant_id = ${tenantId} and connection_id = ${id}::uuid and bd_id = any(${bdIds}::text[])),
    written as (
      insert into company (tenant_id, id, connection_id, bd_id, name, parent_bd_id, kind, state, active,
                           activity_reasons, failures, first_seen_at, changed_at)
      select ${tenantId}, gen_random_uuid(), ${id}::uuid, given.bd_id, given.name, given.parent_bd_id,
             given.kind, 'PRESENT', false, '[]', 0, ${now}, ${now}
      from unnest(${bdIds}::text[], ${column(({ name, kind, id }) => name ?? standInName(kind, id))}::text[],
                  ${column((company) => company.parentId)}::text[], ${column((company) => company.kind)}::text[])
           as given (bd_id, name, parent_bd_id, kind)
      on conflict (tenant_id, connection_id, bd_id) do update
        set name = case when excluded.name = any(${standIns}::text[]) then company.name else excluded.name end, parent_bd_id = excluded.parent_bd_id, kind = excluded.kind, state = 'PRESENT',
            changed_at = excluded.changed_at,
            next_sync_at = case when company.state = 'VANISHED' and company.client_id is not null
                                  and company.rests_since is null then ${now}
                                else company.next_sync_at end
        where (company.kind, company.state) is distinct from (excluded.kind, 'PRESENT')
           or company.name <> excluded.name and excluded.name <> all(${standIns}::text[])
           or company.parent_bd_id is distinct from excluded.parent_bd_id
      returning id, name, parent_bd_id, kind)
    insert into company_event (tenant_id, id, company_id, kind, before, after, at)
    select ${tenantId}, gen_random_uuid(), written.id, event.kind, event.before, event.after, ${now}
    from written left join before on before.id = written.id
    cross join lateral (values
      ('APPEARED', null, written.name, before.id is null and not ${quiet}::boolean),
      ('RETURNED', null, written.name, before.state = 'VANISHED'),
      ('RENAMED', before.name, written.name, before.name <> written.name),
      ('MOVED', before.parent_bd_id, written.parent_bd_id, before.parent_bd_id <> written.parent_bd_id)
    ) as event (kind, before, after, happened)
    where written.kind = 'COMPANY' and event.happened`.execute(queries);
}

/**
 * Marks the companies and folders that `walk` shows to be gone as vanished; see `findVanished`. Nothing is deleted: a
 * vanished company is no longer polled, and comes back when BD shows it again.
 */
export async function markVanishedCompanies(
  queries: Queries,
  integration: Pick<IntegrationRow, 'tenantId' | 'id' | 'ownCompanyBdId'>,
  walk: TreeWalk,
  now: Date,
): Promise<void> {
  const { tenantId, id, ownCompanyBdId } = integration;
  const known = await queries
    .selectFrom('company')
    .select(['bdId', 'kind'])
    .where('tenantId', '=', tenantId)
    .where('connectionId', '=', id)
    .where('state', '=', 'PRESENT')
    .execute();
  const vanished = findVanished(known, ownCompanyBdId, walk);
  if (vanished.length === 0) return;
  await sql`
    with vanished as (
      update company set state = 'VANISHED', next_sync_at = null, changed_at = ${now}
      where tenant_id = ${tenantId} and connection_id = ${id}::uuid and state = 'PRESENT'
        and bd_id = any(${vanished}::text[])
      returning id, name, kind)
    insert into company_event (tenant_id, id, company_id, kind, before, at)
    select ${tenantId}, gen_random_uuid(), id, 'VANISHED', name, ${now} from vanished where kind = 'COMPANY'`.execute(
    queries,
  );
}
