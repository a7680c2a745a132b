import { z } from 'zod';
import type { DateReader } from '../rows/dates.js';
import {
  anything,
  flag,
  id,
  integer,
  modules,
  policy,
  property,
  requiredId,
  scan,
  scanState,
  text,
} from '../rows/fields.js';
import { GravityZoneError, isReason } from '../transport/errors.js';
import type { Session } from '../transport/session.js';
import type { EndpointState } from '../types.js';
import type { ReadingMethodName } from './methods.js';

const schema = z.object({
  id: requiredId,
  companyId: id,
  lastSeen: anything,
  state: integer,
  malwareStatus: anything,
  agent: anything,
  modules,
  policy,
  isIsolated: flag,
  lastSuccessfulScan: scan,
});

const online = 1;
const states: Record<number, EndpointState['online']> = { 1: 'ONLINE', 2: 'OFFLINE', 3: 'SUSPENDED' };
const licences: Record<number, EndpointState['licence']> = { 0: 'PENDING', 1: 'ACTIVE', 2: 'EXPIRED', 6: 'NONE' };

function readRow(raw: unknown): z.output<typeof schema> {
  const parsed = schema.safeParse(raw);
  if (!parsed.success) throw new GravityZoneError('MALFORMED_ANSWER', { method: 'getManagedEndpointDetails' });
  return parsed.data;
}

function toState(row: z.output<typeof schema>, dates: DateReader): EndpointState {
  const agent = (name: string): unknown => property(row.agent, name);
  return {
    id: row.id,
    companyId: row.companyId,
    lastSeenAt: dates.read(row.lastSeen),
    seenInFuture: dates.isOfOtherZone(row.lastSeen),
    online: states[row.state ?? -1] ?? 'UNKNOWN',
    infected: flag.parse(property(row.malwareStatus, 'infected')),
    detected: flag.parse(property(row.malwareStatus, 'detection')),
    signatureOutdated: flag.parse(agent('signatureOutdated')),
    signatureUpdatedAt: dates.read(agent('lastUpdate')),
    productOutdated: flag.parse(agent('productOutdated')),
    isolated: row.isIsolated,
    productVersion: text(100).parse(agent('productVersion')),
    engineVersion: text(100).parse(agent('engineVersion')),
    licence: licences[integer.parse(agent('licensed')) ?? -1] ?? 'UNKNOWN',
    modules: row.modules,
    policy: row.policy,
    lastScan: scanState(row.lastSuccessfulScan, dates),
  };
}

/** See `GravityZone.endpointState`. For an unmanaged or unknown id GravityZone answers "Invalid params" (API reference 3.3). */
export async function endpointState(
  session: Session,
  endpointId: string,
  signal?: AbortSignal,
): Promise<EndpointState | null> {
  const onPremises = (await session.flavour(signal)) === 'ON_PREMISES';
  const names: ReadingMethodName[] = onPremises
    ? ['onPremisesComputerDetails', 'onPremisesVirtualMachineDetails']
    : ['endpointDetails'];
  const options = onPremises ? {} : { options: { includeScanLogs: true, returnProductOutdated: true } };
  // Before the call, so that a failed calibration is not mistaken for an answer about this endpoint.
  await session.dates(signal);
  for (const [index, name] of names.entries()) {
    try {
      const row = readRow(await session.transport.call(name, { endpointId, ...options }, signal));
      if (row.state === online) await session.checkZone(session.zone.noteContact(row.lastSeen), signal);
      return toState(row, await session.dates(signal));
    } catch (error) {
      const noSuchService = index > 0 && isReason(error, 'NOT_GRAVITYZONE', 'METHOD_NOT_FOUND');
      if (!isReason(error, 'INVALID_PARAMETERS') && !noSuchService) throw error;
    }
  }
  return null;
}
