import { sql, type Transaction } from 'kysely';
import type { Tables } from '../../database/database.js';
import { draftOfFlag } from '../intake/draft.js';
import { resolveUnsupported } from '../intake/resolve-unsupported.js';
import { type IntakeContext, storeThreats } from '../intake/store-threats.js';
import { devicesOfMachine } from '../owners/machine-threats.sql.js';
import {
  decideFlags,
  type FlagDecision,
  type FlagReport,
  type FlagsRead,
  flagKey,
  type KnownFlags,
} from './device-flags.js';

interface FlaggedDevice extends KnownFlags {
  id: string;
  bdId: string;
  bdCompanyId: string;
  clientId: string | null;
  name: string;
  fqdn: string | null;
}

/**
 * Turns the flags of a device's state, read at `context.now`, into threats where nothing else shows what happened (see `decideFlags`), and
 * resolves the threat of an infection that is over. The state must be stored already, in the same transaction, which must hold
 * the tenant's lock.
 */
export async function followFlags(
  transaction: Transaction<Tables>,
  context: IntakeContext,
  deviceId: string,
  read: FlagsRead,
): Promise<void> {
  const { integration, now } = context;
  const device = await readDevice(transaction, integration.tenantId, deviceId);
  if (device === undefined || isQuiet(device, read)) return;
  const detections = {
    listedAt: await lastListed(transaction, integration.tenantId, device),
    infectionReported: await isReported(transaction, integration, device),
  };
  const decision = decideFlags(device, read, detections, now);
  await storeFlags(transaction, integration.tenantId, deviceId, device, decision);
  if (decision.healedSince !== null) await settleInfection(transaction, context, device, decision.healedSince);
  const drafts = [];
  for (const report of decision.reports)
    drafts.push(draftOfFlag(device, report, await timeOf(transaction, integration.tenantId, device, report, now)));
  if (drafts.length > 0) await storeThreats(transaction, context, drafts);
}

/** Nothing was reported before, and nothing is now. */
const isQuiet = ({ readAt, infectedSince, detectedSince }: KnownFlags, { infected, detected }: FlagsRead): boolean =>
  readAt !== null && infectedSince === null && detectedSince === null && infected !== true && detected !== true;

async function readDevice(
  transaction: Transaction<Tables>,
  tenantId: string,
  deviceId: string,
): Promise<FlaggedDevice | undefined> {
  const { rows } = await sql<FlaggedDevice>`
    select device.id, device.bd_id, company.bd_id as bd_company_id, device.client_id, device.name, device.fqdn,
           state.flags_read_at as read_at, state.infected_since, state.detected_since
    from device
    join company on company.tenant_id = device.tenant_id and company.id = device.company_id
    join device_state as state on state.tenant_id = device.tenant_id and state.device_id = device.id
    where device.tenant_id = ${tenantId} and device.id = ${deviceId}::uuid`.execute(transaction);
  return rows[0];
}

/** The last detection on the machine that an incident or a quarantine item reported; null if there is none. */
async function lastListed(
  transaction: Transaction<Tables>,
  tenantId: string,
  { id }: FlaggedDevice,
): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    select max(threat.last_detected_at) as at from threat
    where threat.tenant_id = ${tenantId}
      and threat.device_id in (${devicesOfMachine(tenantId, sql`${id}::uuid`)})
      and exists (select from threat_source as source
        where source.tenant_id = threat.tenant_id and source.threat_id = threat.id and source.kind in ('INCIDENT', 'QUARANTINE'))`.execute(
    transaction,
  );
  return rows[0]?.at ?? null;
}

async function isReported(
  transaction: Transaction<Tables>,
  { tenantId, id }: IntakeContext['integration'],
  { bdId, infectedSince }: FlaggedDevice,
): Promise<boolean> {
  if (infectedSince === null) return false;
  const { rows } = await sql`
    select from threat_source where tenant_id = ${tenantId} and connection_id = ${id}::uuid and kind = 'DEVICE_STATE'
      and bd_id = ${flagKey(bdId, 'INFECTED', infectedSince)}`.execute(transaction);
  return rows.length > 0;
}

async function storeFlags(
  transaction: Transaction<Tables>,
  tenantId: string,
  deviceId: string,
  before: KnownFlags,
  { flags }: FlagDecision,
): Promise<void> {
  const values = { flagsReadAt: flags.readAt, infectedSince: flags.infectedSince, detectedSince: flags.detectedSince };
  const same = (a: Date | null, b: Date | null) => a?.getTime() === b?.getTime();
  if (
    same(before.readAt, flags.readAt) &&
    same(before.infectedSince, flags.infectedSince) &&
    same(before.detectedSince, flags.detectedSince)
  )
    return;
  await transaction
    .updateTable('deviceState')
    .set(values)
    .where('tenantId', '=', tenantId)
    .where('deviceId', '=', deviceId)
    .execute();
}

/**
 * The time a report is given. What is found at the first look has no known beginning: all of a client is given the time of its first
 * device within a day, so that a fleet that was connected infected is one outbreak however long the first look takes.
 */
async function timeOf(
  transaction: Transaction<Tables>,
  tenantId: string,
  device: FlaggedDevice,
  { flag }: FlagReport,
  now: Date,
): Promise<Date> {
  if (device.readAt !== null || flag !== 'INFECTED' || device.clientId === null) return now;
  const { rows } = await sql<{ at: Date | null }>`
    select min(state.flags_read_at) as at from device_state as state
    join device on device.tenant_id = state.tenant_id and device.id = state.device_id
    where state.tenant_id = ${tenantId} and device.client_id = ${device.clientId}
      and state.flags_read_at > ${now}::timestamptz - interval '1 day'`.execute(transaction);
  return rows[0]?.at ?? now;
}

/** GravityZone no longer reports the device as infected: its threat is resolved unless something else keeps it open. */
async function settleInfection(
  transaction: Transaction<Tables>,
  { integration, alerting, now }: IntakeContext,
  { bdId }: FlaggedDevice,
  since: Date,
): Promise<void> {
  const { rows } = await sql<{ threatId: string }>`
    update threat_source set state = 'CLOSED', changed_at = ${now}
    where tenant_id = ${integration.tenantId} and connection_id = ${integration.id}::uuid and kind = 'DEVICE_STATE'
      and bd_id = ${flagKey(bdId, 'INFECTED', since)} and state = 'OPEN' returning threat_id`.execute(transaction);
  await resolveUnsupported(
    transaction,
    { tenantId: integration.tenantId, alerting, now },
    rows.map(({ threatId }) => threatId),
    { source: 'DEVICE_STATE', reason: 'The device is no longer infected.' },
  );
}
