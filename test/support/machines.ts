import { randomUUID } from 'node:crypto';
import type { Insertable } from 'kysely';
import { type Database, json, type Tables } from '../../src/database/database.js';

export const now = new Date('2026-03-18T10:00:00Z');
export const tenantId = 'msp-one';
export const day = 24 * 3_600_000;
/** When the companies were last synced. */
export const readAt = new Date(now.getTime() - 1_000);
export const agoMilliseconds = (milliseconds: number) => new Date(now.getTime() - milliseconds);

/** What a machine of these tests may be like; null where BD does not tell. */
export interface Sketch {
  name: string;
  hasAgent: boolean;
  hasDevice: boolean;
  managed: boolean;
  present: boolean;
  policy: string | null;
  applied: boolean | null;
  modules: Record<string, boolean> | null;
  outdated: boolean | null;
  isolated: boolean | null;
  risk: number | null;
  state: {
    lastSeenAt: Date | null;
    asOf: Date;
    infected: boolean | null;
    detected: boolean | null;
    outdated: boolean | null;
    productOutdated: boolean | null;
    isolated: boolean | null;
    modules: Record<string, boolean> | null;
    licence: string;
  } | null;
  threats: { severity: number; status: string; daysAgo: number }[];
  /** Columns of the device that are otherwise than these tests need them to be. */
  more?: Partial<Insertable<Tables['device']>>;
}

/** A machine of which nothing is amiss. */
export const well: Sketch = {
  name: 'ONE',
  hasAgent: true,
  hasDevice: true,
  managed: true,
  present: true,
  policy: 'Standard',
  applied: true,
  modules: { antimalware: true },
  outdated: false,
  isolated: false,
  risk: null,
  state: {
    lastSeenAt: now,
    asOf: now,
    infected: false,
    detected: false,
    outdated: false,
    productOutdated: false,
    isolated: false,
    modules: null,
    licence: 'ACTIVE',
  },
  threats: [],
};

/** Stores machines for a client of their own. */
export async function storeMachines(database: Database, sketches: readonly Sketch[]): Promise<string> {
  const clientId = randomUUID();
  const companyId = randomUUID();
  const connectionId = randomUUID();
  await database.query
    .insertInto('company')
    .values({
      tenantId,
      id: companyId,
      connectionId,
      bdId: companyId,
      name: 'Bakery',
      parentBdId: null,
      kind: 'COMPANY',
      state: 'PRESENT',
      clientId,
      mappedAt: now,
      mappedBy: 'ada',
      active: true,
      activityReasons: json<string[]>([]),
      nextSyncAt: now,
      lastSyncedAt: readAt,
      inventorySucceededAt: readAt,
      failures: 0,
      firstSeenAt: now,
      changedAt: now,
    })
    .execute();
  for (const [number, machine] of sketches.entries()) {
    const agentId = machine.hasAgent || !machine.hasDevice ? randomUUID() : null;
    const hostKey = `${machine.name.toLowerCase()}-${number}`;
    if (agentId !== null)
      await database.query
        .insertInto('agent')
        .values({
          tenantId,
          id: agentId,
          clientId,
          hostname: machine.name,
          hostKey,
          macs: [],
        })
        .execute();
    if (!machine.hasDevice) continue;
    const id = machine.more?.id ?? randomUUID();
    await database.query
      .insertInto('device')
      .values({
        tenantId,
        id,
        connectionId,
        companyId,
        clientId,
        bdId: id,
        name: machine.name,
        fqdn: null,
        label: null,
        hostKey,
        macs: [],
        ip: null,
        operatingSystem: null,
        machineType: 'COMPUTER',
        managed: machine.managed,
        policyId: machine.policy,
        policyName: machine.policy,
        policyApplied: machine.applied,
        modules: machine.modules && json(machine.modules),
        productOutdated: machine.outdated,
        isolated: machine.isolated,
        lastScanName: null,
        lastScanAt: null,
        riskScore: machine.risk,
        contentHash: '',
        presence: machine.present ? 'PRESENT' : 'MISSING',
        presenceChangedAt: now,
        firstSeenAt: now,
        changedAt: now,
        matchKind: agentId === null ? 'NONE' : 'EXACT',
        matchReason: '',
        matchCandidates: [],
        agentId,
        twinOf: null,
        ...machine.more,
      })
      .execute();
    if (machine.state !== null)
      await database.query
        .insertInto('deviceState')
        .values({
          tenantId,
          deviceId: id,
          asOf: machine.state.asOf,
          lastSeenAt: machine.state.lastSeenAt,
          online: 'UNKNOWN',
          infected: machine.state.infected,
          detected: machine.state.detected,
          signatureOutdated: machine.state.outdated,
          signatureUpdatedAt: null,
          productOutdated: machine.state.productOutdated,
          isolated: machine.state.isolated,
          productVersion: null,
          engineVersion: null,
          licence: machine.state.licence,
          modules: machine.state.modules && json(machine.state.modules),
        })
        .execute();
    for (const threat of machine.threats)
      await database.query
        .insertInto('threat')
        .values({
          tenantId,
          id: randomUUID(),
          connectionId,
          companyId,
          clientId,
          deviceId: id,
          bdDeviceId: id,
          hostName: machine.name,
          hostKey,
          name: 'Trojan',
          family: 'Trojan',
          severity: threat.severity,
          severitySource: 'INCIDENT_SCORE',
          severityReason: '',
          status: threat.status,
          action: 'UNKNOWN',
          detectedAt: agoMilliseconds(Math.round(threat.daysAgo * day)),
          lastDetectedAt: now,
          occurrences: 1,
          history: false,
          createdAt: now,
          changedAt: now,
        })
        .execute();
  }
  return clientId;
}
