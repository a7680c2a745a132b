import { sql } from 'kysely';
import { json, type Queries } from '../../database/database.js';
import type { EndpointState } from '../../gravityzone/types.js';

/**
 * Queues the client of a device for matching if the device has twins: its state decides which of them represents the machine.
 * Returns the client; null if nothing was queued.
 */
export async function queueTwins(queries: Queries, tenantId: string, deviceId: string): Promise<string | null> {
  const { rows } = await sql<{ clientId: string }>`
    insert into client_to_match (tenant_id, client_id)
    select tenant_id, client_id from device
    where tenant_id = ${tenantId} and id = ${deviceId}::uuid and client_id is not null
      and (twin_of is not null or exists (select from device as twin
        where twin.tenant_id = ${tenantId} and twin.twin_of = device.id))
    on conflict do nothing returning client_id`.execute(queries);
  return rows[0]?.clientId ?? null;
}

/** Stores the state of a device as read at `asOf`. */
export async function storeDeviceState(
  queries: Queries,
  tenantId: string,
  deviceId: string,
  state: EndpointState,
  asOf: Date,
): Promise<void> {
  const values = {
    asOf,
    lastSeenAt: state.lastSeenAt,
    online: state.online,
    infected: state.infected,
    detected: state.detected,
    signatureOutdated: state.signatureOutdated,
    signatureUpdatedAt: state.signatureUpdatedAt,
    productOutdated: state.productOutdated,
    isolated: state.isolated,
    productVersion: state.productVersion,
    engineVersion: state.engineVersion,
    licence: state.licence,
    lastScanName: state.lastScan?.name ?? null,
    lastScanAt: state.lastScan?.at ?? null,
    modules: state.modules === null ? null : json(state.modules),
  };
  await queries
    .insertInto('deviceState')
    .values({ tenantId, deviceId, ...values })
    .onConflict((conflict) => conflict.columns(['tenantId', 'deviceId']).doUpdateSet(values))
    .execute();
  await queries
    .updateTable('device')
    .set({ stateFailures: 0, stateDueAt: null, stateProblem: null })
    .where('tenantId', '=', tenantId)
    .where('id', '=', deviceId)
    .where('stateDueAt', 'is not', null)
    .execute();
}

/** Records that Bitdefender refused to return the state of a device, so that it is not requested again immediately. */
export async function noteStateRefused(queries: Queries, tenantId: string, deviceId: string, at: Date): Promise<void> {
  await queries
    .updateTable('device')
    .set({ stateRefusedAt: at, stateFailures: 0, stateDueAt: null, stateProblem: null })
    .where('tenantId', '=', tenantId)
    .where('id', '=', deviceId)
    .execute();
}

/** Records that reading the state of a device has failed `failures` times in a row, why, and when it is retried. */
export async function noteStateFailed(
  queries: Queries,
  tenantId: string,
  deviceId: string,
  { at, failures, dueAt, problem }: { at: Date; failures: number; dueAt: Date; problem: string },
): Promise<void> {
  await queries
    .updateTable('device')
    .set({ stateRefusedAt: at, stateFailures: failures, stateDueAt: dueAt, stateProblem: problem })
    .where('tenantId', '=', tenantId)
    .where('id', '=', deviceId)
    .execute();
}
