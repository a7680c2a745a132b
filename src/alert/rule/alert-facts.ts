import { sql } from 'kysely';
import type { AlertFacts } from '../../domain/alert-rule.js';
import { type Severity, severities } from '../../domain/severity.js';
import { siteOfThreat } from '../../threat/owners/machine-threats.sql.js';

/** The stored facts of a threat that rules are evaluated on; `severity` is an index in the list of severities. */
export interface ThreatFacts {
  id: string;
  name: string;
  family: string;
  severity: number;
  status: string;
  action: string;
  clientId: string;
  companyId: string;
  deviceId: string | null;
  siteId: string | null;
  hostName: string | null;
  operatingSystem: string | null;
  infected: boolean | null;
  detectedAt: Date;
  lastDetectedAt: Date;
  history: boolean;
}

/** The columns of `ThreatFacts` but for the status, from `factSource`. */
export const factColumns = sql`
  threat.id, threat.name, threat.family, threat.severity, threat.action, threat.client_id, threat.company_id,
  threat.device_id, ${siteOfThreat} as site_id, coalesce(device.name, threat.host_name) as host_name, device.operating_system, state.infected,
  threat.detected_at, threat.last_detected_at, threat.history`;
export const factSource = sql`
  threat
  left join device on device.tenant_id = threat.tenant_id and device.id = threat.device_id
  left join device_state as state on state.tenant_id = device.tenant_id and state.device_id = device.id`;

/** A threat as the rules see it. */
export function factsOf(threat: ThreatFacts): AlertFacts {
  return {
    kind: 'THREAT',
    severity: severities[threat.severity] as Severity,
    family: threat.family,
    threatName: threat.name,
    action: threat.action,
    stillActive: threat.infected === true || threat.action === 'REPORTED' || threat.action === 'PARTIALLY_BLOCKED',
    status: threat.status,
    clientId: threat.clientId,
    companyId: threat.companyId,
    deviceId: threat.deviceId,
    siteId: threat.siteId,
    hostname: threat.hostName ?? '',
    machineKind:
      threat.operatingSystem === null ? 'UNKNOWN' : /server/i.test(threat.operatingSystem) ? 'SERVER' : 'WORKSTATION',
    at: threat.lastDetectedAt,
    cause: null,
  };
}
