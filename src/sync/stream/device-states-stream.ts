import { sql } from 'kysely';
import { noteStateFailed, noteStateRefused, storeDeviceState } from '../../device/inventory/store-device-state.js';
import { rematchClient } from '../../device/matching/match-client.js';
import { askAgainAt } from '../../gravityzone/reads/ask-again.js';
import { failureKind } from '../../gravityzone/reads/judge-rows.js';
import { createRowReader } from '../../gravityzone/reads/row-reader.js';
import { GravityZoneError } from '../../gravityzone/transport/errors.js';
import { followFlags } from '../../threat/intake/follow-flags.js';
import { followInfection } from '../../threat/intake/rerate.js';
import { shareRead } from '../run/progress.js';
import { dueCompanies } from './store-drafts.js';
import { type Stream, type StreamContext, writing } from './stream-context.js';

const statesInOneRun = 200;
const stateIsFreshFor = '6 hours';

interface DueDevice {
  id: string;
  bdId: string;
  clientId: string | null;
  stateFailures: number;
  /** Whether it was never asked and has a listed twin. */
  hasTwin: boolean;
}

/**
 * Last seen, infection and signatures: one call for each device, those with a new threat first, then those that were never
 * asked, and of these the ones with listed twins, since the answer decides which is in use; then the stalest. One
 * whose state cannot be read is queued like any other, so that it costs no call in each run and delays no other.
 */
export const deviceStates: Stream = async (context, outcome) => {
  const { gravityZone, connection, signal } = context;
  const { tenantId } = connection;
  const devices = await dueDevices(context);
  const reader = createRowReader(
    (bdId) => gravityZone.endpointState(bdId, signal),
    () => lastRead(context),
    signal,
  );
  const failed: DueDevice[] = [];
  const clientsOfTwins = new Set<string>();
  let inFuture = 0;
  try {
    for (const device of devices) {
      const { id, bdId } = device;
      const state = await reader.read(bdId);
      outcome.fetched += 1;
      await context.progressed(shareRead(outcome.fetched, devices.length));
      if (state === null || state instanceof GravityZoneError) {
        outcome.skipped.push({ reason: state?.code ?? 'NOT_MANAGED', raw: { endpointId: bdId } });
        if (state !== null && failureKind(state.code) === 'FAILED') failed.push(device);
        else await writing(context, (transaction) => noteStateRefused(transaction, tenantId, id, new Date()));
        continue;
      }
      outcome.stored += 1;
      if (state.seenInFuture) inFuture += 1;
      if (device.hasTwin && device.clientId !== null) clientsOfTwins.add(device.clientId);
      await writing(context, async (transaction) => {
        const asOf = new Date();
        await storeDeviceState(transaction, tenantId, id, state, asOf);
        const { alerting, companies } = context;
        await followInfection(transaction, { tenantId, alerting, now: asOf }, id);
        await followFlags(transaction, { connection, companies, alerting, now: asOf }, id, state);
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
  // The first answers of twins decide which of them represents the machine.
  for (const clientId of clientsOfTwins)
    await writing(context, (transaction) => rematchClient(transaction, tenantId, clientId));
  if (inFuture > 0)
    outcome.warnings.push(
      `By BD's dates ${inFuture} of ${devices.length} devices were last seen in the future, so their last-seen time is not stored. The time zone assumed for dates without one is wrong: set it with setBitdefenderTimeZone.`,
    );
};

async function dueDevices({ companies, connection, database }: StreamContext): Promise<DueDevice[]> {
  const due = dueCompanies(companies).map(({ id }) => id);
  const { rows } = await sql<DueDevice>`
    select device.id, device.bd_id, device.client_id, device.state_failures, twins.has_twin from device
    left join device_state as state on state.tenant_id = device.tenant_id and state.device_id = device.id
    cross join lateral (
      select greatest(state.as_of, device.state_refused_at) as at,
             coalesce(device.state_due_at, greatest(state.as_of, device.state_refused_at) + ${stateIsFreshFor}::interval)
               as due_at) as attempt
    cross join lateral (
      select exists (select from threat
        where threat.tenant_id = device.tenant_id and threat.device_id = device.id and threat.status = 'UNRESOLVED'
          and threat.created_at > coalesce(attempt.at, '-infinity')) as has_new_threat) as threats
    cross join lateral (
      select attempt.at is null and exists (select from device as twin
        where twin.tenant_id = device.tenant_id and twin.presence = 'PRESENT' and twin.managed and twin.id <> device.id
          and (twin.id = device.twin_of or twin.twin_of in (device.id, device.twin_of))) as has_twin) as twins
    where device.tenant_id = ${connection.tenantId} and device.company_id = any(${due}::uuid[])
      and device.presence = 'PRESENT' and device.managed
      and (attempt.due_at is null or attempt.due_at < now() or attempt.at > now() + interval '5 minutes' or threats.has_new_threat)
    order by threats.has_new_threat desc, twins.has_twin desc, attempt.at nulls first, device.id
    limit ${statesInOneRun}`.execute(database.query);
  return rows;
}

/** BD's id of the device whose state was read last, to check whether GravityZone answers at all; null if none was. */
async function lastRead({ companies, connection, database }: StreamContext): Promise<string | null> {
  const due = dueCompanies(companies).map(({ id }) => id);
  const { rows } = await sql<{ bdId: string }>`
    select device.bd_id from device
    join device_state as state on state.tenant_id = device.tenant_id and state.device_id = device.id
    where device.tenant_id = ${connection.tenantId} and device.company_id = any(${due}::uuid[])
      and device.presence = 'PRESENT' and device.managed and device.state_failures = 0
      and (device.state_refused_at is null or device.state_refused_at < state.as_of)
    order by state.as_of desc, device.id limit 1`.execute(database.query);
  return rows[0]?.bdId ?? null;
}

async function noteFailed(
  context: StreamContext,
  devices: DueDevice[],
  failuresOf: (device: DueDevice) => number,
): Promise<void> {
  if (devices.length === 0) return;
  const now = new Date();
  await writing(context, async (transaction) => {
    for (const device of devices) {
      const failures = failuresOf(device);
      const dueAt = failures > device.stateFailures ? askAgainAt(failures, now) : now;
      await noteStateFailed(transaction, context.connection.tenantId, device.id, { at: now, failures, dueAt });
    }
  });
}
