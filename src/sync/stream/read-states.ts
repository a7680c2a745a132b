import { sql } from 'kysely';
import {
  noteStateFailed,
  noteStateRefused,
  queueTwins,
  storeDeviceState,
} from '../../device/inventory/store-device-state.js';
import { rematchClient } from '../../device/matching/match-client.js';
import { askAgainAt } from '../../gravityzone/reads/ask-again.js';
import { failureKind } from '../../gravityzone/reads/judge-rows.js';
import { createRowReader } from '../../gravityzone/reads/row-reader.js';
import { GravityZoneError } from '../../gravityzone/transport/errors.js';
import { followFlags } from '../../threat/flags/follow-flags.js';
import { followInfection } from '../../threat/intake/rerate.js';
import type { StreamOutcome } from '../history/sync-run.store.js';
import { shareRead } from '../run/progress.js';
import type { DueDevice } from './due-devices.js';
import { type StreamContext, writing } from './stream-context.js';

/** What reading the states of devices works with. */
export type StateContext = Pick<
  StreamContext,
  'database' | 'alerting' | 'gravityZone' | 'integration' | 'companies' | 'mappings' | 'now' | 'signal' | 'progressed'
> & {
  /** Of which a device may be asked to check whether GravityZone responds at all. */
  companyIds: readonly string[];
};

/**
 * Reads and stores the states of these devices, one call for each, and raises what they show. One whose state cannot be read is queued
 * again, so that it delays no other.
 */
export async function readStates(
  context: StateContext,
  outcome: StreamOutcome,
  devices: readonly DueDevice[],
): Promise<void> {
  const { gravityZone, integration, signal } = context;
  const { tenantId } = integration;
  const reader = createRowReader(
    (bdId) => gravityZone.endpointState(bdId, signal),
    () => lastRead(context),
    signal,
  );
  const failed: FailedDevice[] = [];
  const clientsOfTwins = new Set<string>();
  const noteTwins = (clientId: string | null) => {
    if (clientId !== null) clientsOfTwins.add(clientId);
  };
  let inFuture = 0;
  try {
    for (const device of devices) {
      const { id, bdId } = device;
      const state = await reader.read(bdId);
      outcome.fetched += 1;
      await context.progressed(shareRead(outcome.fetched, devices.length));
      if (state === null || state instanceof GravityZoneError) {
        outcome.skipped.push({ reason: state?.code ?? 'NOT_MANAGED', raw: { endpointId: bdId } });
        if (state !== null && failureKind(state.code) === 'FAILED') failed.push({ ...device, problem: state.message });
        else
          await writing(context, async (transaction) => {
            await noteStateRefused(transaction, tenantId, id, new Date());
            noteTwins(await queueTwins(transaction, tenantId, id));
          });
        continue;
      }
      outcome.stored += 1;
      if (state.seenInFuture) inFuture += 1;
      await writing(context, async (transaction) => {
        const asOf = new Date();
        await storeDeviceState(transaction, tenantId, id, state, asOf);
        noteTwins(await queueTwins(transaction, tenantId, id));
        const { alerting, companies } = context;
        await followInfection(transaction, { tenantId, alerting, now: asOf }, id);
        await followFlags(transaction, { integration, companies, alerting, now: asOf }, id, state);
      });
    }
    await reader.settle();
    await noteFailed(context, failed, ({ stateFailures }) => stateFailures + 1);
  } catch (error) {
    // GravityZone failed, not these devices: they keep their count of failures, and queue behind those not yet tried.
    if (error instanceof GravityZoneError && !signal.aborted)
      await noteFailed(context, failed, ({ stateFailures }) => stateFailures);
    throw error;
  }
  // The answers of twins decide which of them represents the machine.
  for (const clientId of clientsOfTwins)
    await writing(context, (transaction) => rematchClient(transaction, tenantId, clientId));
  if (inFuture > 0)
    outcome.warnings.push(
      `By BD's dates ${inFuture} of ${devices.length} devices were last seen in the future, so their last-seen time is not stored. The time zone assumed for dates without one is wrong: set it with setBitdefenderTimeZone.`,
    );
}

type FailedDevice = DueDevice & { problem: string };

/** BD's id of the device whose state was read last, to check whether GravityZone answers at all; null if none was. */
async function lastRead({ companyIds, integration, database }: StateContext): Promise<string | null> {
  const { rows } = await sql<{ bdId: string }>`
    select device.bd_id from device
    join device_state as state on state.tenant_id = device.tenant_id and state.device_id = device.id
    where device.tenant_id = ${integration.tenantId} and device.company_id = any(${[...companyIds]}::uuid[])
      and device.presence = 'PRESENT' and device.managed and device.state_failures = 0
      and (device.state_refused_at is null or device.state_refused_at < state.as_of)
    order by state.as_of desc, device.id limit 1`.execute(database.query);
  return rows[0]?.bdId ?? null;
}

async function noteFailed(
  context: StateContext,
  devices: FailedDevice[],
  failuresOf: (device: DueDevice) => number,
): Promise<void> {
  if (devices.length === 0) return;
  const now = new Date();
  await writing(context, async (transaction) => {
    for (const device of devices) {
      const failures = failuresOf(device);
      const dueAt = failures > device.stateFailures ? askAgainAt(failures, now) : now;
      const failure = { at: now, failures, dueAt, problem: device.problem };
      await noteStateFailed(transaction, context.integration.tenantId, device.id, failure);
      await queueTwins(transaction, context.integration.tenantId, device.id);
    }
  });
}
