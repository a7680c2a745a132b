import { json, type Queries } from '../../database/database.js';
import type { EndpointState } from '../../gravityzone/types.js';

/** Keeps what one call told of a device, true at `asOf`. */
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
}

/** Keeps that BD refused to tell of a device, so that it is not asked again at once. */
export async function noteStateRefused(queries: Queries, tenantId: string, deviceId: string, at: Date): Promise<void> {
  await queries
    .updateTable('device')
    .set({ stateRefusedAt: at })
    .where('tenantId', '=', tenantId)
    .where('id', '=', deviceId)
    .execute();
}
