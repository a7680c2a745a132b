import type { Database } from '../../database/database.js';
import type { IntegrationRow } from '../../database/tables/rows.js';
import { GravityZoneError } from '../../gravityzone/transport/errors.js';
import { readIntegration } from '../../integration/integration.store.js';
import { measures, startTimer } from '../../telemetry/measures.js';
import { newOutcome } from '../history/sync-run.store.js';
import { abortOnDisconnect } from '../run/integration-state.js';
import { openAccess } from '../run/run-access.js';
import type { SyncParts } from '../run/run-sync.js';
import { readCompanies } from '../run/sync-companies.js';
import { readDueDevices } from '../stream/due-devices.js';
import { readStates } from '../stream/read-states.js';
import { DisconnectedError } from '../stream/stream-context.js';
import { nextLook, type SweepEnd, sweepShare } from './plan-sweep.js';
import { readRefreshSeconds } from './sweep.store.js';

const devicesInOneBatch = 50;
/** A sweep ends after this time and goes on with the next tick, so that those of many integrations take turns. */
const turnMilliseconds = 4 * 60_000;

export type SweepParts = Pick<SyncParts, 'database' | 'alerting' | 'openGravityZone' | 'liveEvents' | 'logger'> & {
  /** How old the state of a device may become, in hours. */
  stateHours: number;
  /** The calls per second that a sweep may make. */
  callsPerSecond: number;
};

/**
 * Reads the states of an integration's devices that are due, apart from its runs and within a share of its key's budget, until none is or its
 * turn is over. What it does not reach, the next sweep does: nothing but the stored states says what is due.
 */
export async function sweepStates(
  parts: SweepParts,
  { tenantId, connectionId }: { tenantId: string; connectionId: string },
  stopping: AbortSignal,
): Promise<void> {
  const { database } = parts;
  const disconnect = abortOnDisconnect(parts, { tenantId, id: connectionId });
  const turn = AbortSignal.timeout(turnMilliseconds);
  try {
    const integration = await readIntegration(database.query, tenantId, connectionId);
    if (integration === undefined || integration.state === 'DISCONNECTED') return;
    const signal = AbortSignal.any([stopping, disconnect.ended, turn]);
    const record = startTimer();
    const end = await sweep(parts, integration, signal);
    record(measures().sweeps, { outcome: end });
    stopping.throwIfAborted();
    if (!disconnect.ended.aborted) await noteNextLook(database, integration, nextLook(end, new Date()));
  } finally {
    disconnect.stop();
  }
}

async function sweep(parts: SweepParts, integration: IntegrationRow, signal: AbortSignal): Promise<SweepEnd> {
  const access = openAccess(parts, integration, sweepShare);
  if (access === null) return 'FAILED';
  try {
    return await readAllDue(parts, integration, access.gravityZone, signal);
  } catch (error) {
    if (signal.aborted || error instanceof DisconnectedError) return 'UNFINISHED';
    if (!(error instanceof GravityZoneError)) throw error;
    // Runs report what is wrong with the integration.
    parts.logger.warn({ integrationId: integration.id, code: error.code }, 'a sweep of device states ended early');
    return 'FAILED';
  } finally {
    await access.close();
  }
}

async function readAllDue(
  parts: SweepParts,
  integration: IntegrationRow,
  gravityZone: ReturnType<SyncParts['openGravityZone']['ofIntegration']>,
  signal: AbortSignal,
): Promise<SweepEnd> {
  const { database, alerting } = parts;
  const { tenantId } = integration;
  const refreshSeconds = await readRefreshSeconds(database, integration, parts);
  for (;;) {
    if (signal.aborted) return 'UNFINISHED';
    const now = new Date();
    const companies = await readCompanies(database.query, integration, now);
    const companyIds = [...companies.values()].flatMap(({ id, clientId, rests }) =>
      clientId === null || rests ? [] : [id],
    );
    const due = { companyIds, refreshSeconds, most: devicesInOneBatch };
    const devices = await readDueDevices(database, tenantId, due);
    if (devices.length === 0) return 'DONE';
    const outcome = newOutcome();
    const context = { database, alerting, gravityZone, integration, companies, now, signal, companyIds };
    const mappings = { version: integration.mappingVersion };
    await readStates({ ...context, mappings, progressed: async () => undefined }, outcome, devices);
  }
}

async function noteNextLook(database: Database, { tenantId, id }: IntegrationRow, at: Date): Promise<void> {
  await database.forTenant(tenantId, (transaction) =>
    transaction
      .updateTable('connection')
      .set({ statesDueAt: at })
      .where('tenantId', '=', tenantId)
      .where('id', '=', id)
      .execute(),
  );
}
