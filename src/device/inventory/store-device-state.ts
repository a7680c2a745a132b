import { json, type Queries } from '../../database/database.js';
import type { EndpointState } from '../../gravityzone/types.js';

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
