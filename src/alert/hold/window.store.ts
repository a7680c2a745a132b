import { type Selectable, sql } from 'kysely';
import type { Queries, Tables } from '../../database/database.js';
import { validFor } from '../../tenant/merging-clients.js';
import { machineOfDevice } from '../../threat/owners/machine-threats.sql.js';
import type { MaintenanceWindow } from './hold-routing.js';
import { occurrencesAfter, openAt } from './schedule.js';

export type WindowRow = Selectable<Tables['maintenanceWindow']>;

/** The windows of a tenant, over or not, by name: one statement. The client of a machine is the one to which it belongs now. */
export async function listWindows(queries: Queries, tenantId: string): Promise<WindowRow[]> {
  const { rows } = await sql<WindowRow & { deviceClientId: string | null }>`
    select maintenance.*, device.client_id as device_client_id from maintenance_window as maintenance
    left join device on device.tenant_id = maintenance.tenant_id and device.id = maintenance.device_id
    where maintenance.tenant_id = ${tenantId} order by lower(maintenance.name), maintenance.id`.execute(queries);
  return rows.map(({ deviceClientId, ...row }) => ({ ...row, clientId: deviceClientId ?? row.clientId }));
}

/**
 * The windows of a tenant as alerts are held against them, in the tenant's time zone where they have none of their own. The client of a
 * machine is the one to which it belongs now. While clients are merged, the windows of each are there for each.
 */
export async function readWindows(queries: Queries, tenantId: string, timeZone: string): Promise<MaintenanceWindow[]> {
  const { rows } = await sql<
    WindowRow & { validFor: string | null; deviceIds: string[] | null; hostKeys: string[] | null }
  >`
    select maintenance.*, valid.client_id as valid_for, machine.device_ids, machine.host_keys
    from maintenance_window as maintenance
    left join lateral (${machineOfDevice(tenantId, sql`maintenance.device_id`)}) as machine on true
    cross join lateral (${validFor(tenantId, sql`coalesce(machine.client_id, maintenance.client_id)`)}) as valid
    where maintenance.tenant_id = ${tenantId} order by maintenance.id, valid.client_id`.execute(queries);
  return rows.map(({ deviceId, deviceIds, hostKeys, ...row }) => ({
    id: row.id,
    name: row.name,
    clientId: row.validFor,
    machine: deviceId === null ? null : { deviceIds: deviceIds ?? [deviceId], hostKeys: hostKeys ?? [] },
    ruleId: row.ruleId,
    openAt: openAt(row, row.timeZone ?? timeZone, row.endedAt),
  }));
}

/** When the last opening of a window that does not repeat ends; null for one that repeats. */
export function endOf(row: WindowRow, timeZone: string): Date | null {
  if (row.date === null) return null;
  const [only] = occurrencesAfter(row, row.timeZone ?? timeZone, new Date(0), row.endedAt);
  return only?.to ?? new Date(0);
}
