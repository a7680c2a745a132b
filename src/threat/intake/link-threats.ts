import { sql, type Transaction } from 'kysely';
import type { Tables } from '../../database/database.js';
import type { IntegrationRow } from '../../database/tables/rows.js';
import { recordThreatChanges } from './threat-changes.js';

/**
 * Gives the threats that were reported before their device was known, and their alerts, that device; `bdDeviceIds` are devices
 * just stored. The client stays: it is whose the company was. The transaction must hold the tenant's lock.
 */
export async function linkThreats(
  transaction: Transaction<Tables>,
  { tenantId, id: connectionId }: Pick<IntegrationRow, 'tenantId' | 'id'>,
  bdDeviceIds: readonly string[],
  now: Date,
): Promise<void> {
  const { rows } = await sql<{ threatId: string }>`
    with linked as (
      update threat set device_id = device.id, host_key = device.host_key, changed_at = ${now}
      from device
      where device.tenant_id = ${tenantId} and device.connection_id = ${connectionId}
        and device.bd_id = any(${bdDeviceIds}::text[])
        and threat.tenant_id = device.tenant_id and threat.connection_id = device.connection_id
        and threat.bd_device_id = device.bd_id and threat.device_id is null
      returning threat.id, threat.device_id),
    alerts as (
      update alert set device_id = linked.device_id, changed_at = ${now}
      from linked where alert.tenant_id = ${tenantId} and alert.threat_id = linked.id)
    select id as threat_id from linked order by id`.execute(transaction);
  const change = { kind: 'UPDATED', actor: 'bitdefender', detail: { reason: 'Its device is known now.' } } as const;
  await recordThreatChanges(
    transaction,
    tenantId,
    rows.map(({ threatId }) => ({ threatId, ...change })),
    now,
  );
}
