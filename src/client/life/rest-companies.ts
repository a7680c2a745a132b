import { sql, type Transaction } from 'kysely';
import type { Tables } from '../../database/database.js';

/**
 * Lets the companies of archived clients rest, and those of others be polled again from the next tick on; a run that is under way notices
 * it. Returns the number of companies that changed. The transaction must hold the tenant's lock.
 */
export async function restCompanies(transaction: Transaction<Tables>, tenantId: string, now: Date): Promise<number> {
  const { rows } = await sql<{ connectionId: string }>`
    update company set
      rests_since = case when standing.rests then coalesce(company.rests_since, ${now}) end,
      resumed_at = case when standing.rests then company.resumed_at else ${now} end,
      next_sync_at = case when not standing.rests and company.state = 'PRESENT' and connection.state <> 'DISCONNECTED'
        then ${now}::timestamptz end,
      -- What was read before the rest is old, and not the fault of the integration.
      stale_at = case when standing.rests then company.stale_at end,
      failures = case when standing.rests then company.failures else 0 end
    from ${toChange(tenantId)} as standing
    join connection on connection.tenant_id = ${tenantId} and connection.id = standing.connection_id
    where company.tenant_id = ${tenantId} and company.id = standing.id
    returning company.connection_id`.execute(transaction);
  if (rows.length > 0)
    await sql`
      update connection set mapping_version = mapping_version + 1
      where tenant_id = ${tenantId} and id = any(${[...new Set(rows.map(({ connectionId }) => connectionId))]}::uuid[])`.execute(
      transaction,
    );
  return rows.length;
}

/** SQL of the companies that rest and should not, or should rest and do not, as a table. */
export const toChange = (tenantId: string) => sql`(
  select company.id, company.connection_id, coalesce(core_client.state = 'ARCHIVED', false) as rests
  from company
  left join core_client on core_client.tenant_id = company.tenant_id and core_client.client_id = company.client_id
  where company.tenant_id = ${tenantId}
    and case when core_client.state = 'ARCHIVED' then company.rests_since is null or company.next_sync_at is not null
             else company.rests_since is not null end)`;
