import { sql, type Transaction } from 'kysely';
import type { Tables } from '../../database/database.js';
import type { MaintenanceStep } from '../../job/maintenance.js';
import { readTenantSettings } from '../../tenant/tenant-settings.js';

/** Threats removed in one transaction, which holds the tenant's lock. */
const portion = 500;

/**
 * Removes threats that were dealt with longer ago than the tenant keeps them, with their alerts and logs. Their counts are
 * kept, and so are the rows that name what of BD they came from: without those, a sync would take them in as new.
 */
export const removeOldThreats: MaintenanceStep = {
  name: 'remove old threats',
  async run({ database, tenantId, now, signal }) {
    const { retentionDays } = await readTenantSettings(database.query, tenantId);
    if (retentionDays === null) return;
    const before = new Date(now.getTime() - retentionDays * 24 * 3_600_000);
    for (let removed = portion; removed === portion; ) {
      signal.throwIfAborted();
      removed = await database.forTenant(tenantId, (transaction) => removePortion(transaction, tenantId, before));
    }
  },
};

async function removePortion(transaction: Transaction<Tables>, tenantId: string, before: Date): Promise<number> {
  // Whoever still works on its alert or its ticket needs the threat.
  const { rows } = await sql<{ id: string; alertId: string | null }>`
    select threat.id, alert.id as alert_id from threat
    left join alert on alert.tenant_id = threat.tenant_id and alert.threat_id = threat.id
    where threat.tenant_id = ${tenantId} and threat.status <> 'UNRESOLVED' and threat.resolved_at < ${before}
      and (alert.id is null
        or (alert.state = 'RESOLVED' and (alert.ticket_id is null or alert.ticket_state = 'CLOSED')))
    order by threat.resolved_at limit ${portion}`.execute(transaction);
  if (rows.length === 0) return 0;
  const ids = rows.map(({ id }) => id);
  await keepCounts(transaction, tenantId, ids);
  await removeAlerts(
    transaction,
    tenantId,
    rows.flatMap(({ alertId }) => alertId ?? []),
  );
  await removeLog(transaction, tenantId, { table: 'threat_change', column: 'threat_id', ids });
  await sql`delete from threat where tenant_id = ${tenantId} and id = any(${ids}::uuid[])`.execute(transaction);
  return ids.length;
}

async function keepCounts(transaction: Transaction<Tables>, tenantId: string, ids: string[]): Promise<void> {
  await sql`
    insert into threat_kept_count (tenant_id, id, company_id, client_id, device_id, host_key, quarter, severity, status,
                                   action, count)
    select tenant_id, gen_random_uuid(), company_id, client_id, device_id, host_key,
           date_bin('15 minutes', detected_at, 'epoch'), severity, status, action, count(*)
    from threat where tenant_id = ${tenantId} and id = any(${ids}::uuid[])
    group by tenant_id, company_id, client_id, device_id, host_key, date_bin('15 minutes', detected_at, 'epoch'), severity,
             status, action`.execute(transaction);
}

/** Actions go with the last of their alerts. */
async function removeAlerts(transaction: Transaction<Tables>, tenantId: string, ids: string[]): Promise<void> {
  const removed = await sql<{ actionId: string }>`
    delete from alert_occurrence where tenant_id = ${tenantId} and alert_id = any(${ids}::uuid[])
    returning action_id`.execute(transaction);
  const actionIds = [...new Set(removed.rows.map(({ actionId }) => actionId))];
  await sql`
    delete from alert_action as action where action.tenant_id = ${tenantId} and action.id = any(${actionIds}::uuid[])
      and action.state in ('DONE', 'DEAD') and not exists (select from alert_occurrence as occurrence
        where occurrence.tenant_id = action.tenant_id and occurrence.action_id = action.id)`.execute(transaction);
  await sql`
    delete from alert_publication as publication where publication.tenant_id = ${tenantId}
      and publication.id = any(${actionIds}::uuid[]) and not exists (select from alert_occurrence as occurrence
        where occurrence.tenant_id = publication.tenant_id and occurrence.action_id = publication.id)`.execute(
    transaction,
  );
  await sql`delete from alert_hold where tenant_id = ${tenantId} and alert_id = any(${ids}::uuid[])`.execute(
    transaction,
  );
  await removeLog(transaction, tenantId, { table: 'alert_change', column: 'alert_id', ids });
  await sql`delete from alert where tenant_id = ${tenantId} and id = any(${ids}::uuid[])`.execute(transaction);
}

/** The last change of a tenant stays: the next one takes its number from it, and cursors must never meet a number twice. */
async function removeLog(
  transaction: Transaction<Tables>,
  tenantId: string,
  { table, column, ids }: { table: string; column: string; ids: string[] },
): Promise<void> {
  const log = sql.table(table);
  await sql`
    delete from ${log} where tenant_id = ${tenantId} and ${sql.ref(column)} = any(${ids}::uuid[])
      and sequence < (select max(sequence) from ${log} where tenant_id = ${tenantId})`.execute(transaction);
}
