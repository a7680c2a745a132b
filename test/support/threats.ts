import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';

/** A threat as it is written into the table by hand, for tests that need many or very special ones. */
export interface PlantedThreat {
  id: string;
  tenantId: string;
  companyId: string;
  clientId: string | null;
  deviceId: string | null;
  hostName: string | null;
  hostKey: string | null;
  name: string;
  family: string;
  filePath: string | null;
  /** A place in the list of severities. */
  severity: number;
  status: 'UNRESOLVED' | 'RESOLVED' | 'FALSE_POSITIVE';
  action: string;
  assigneeId: string | null;
  resolvedAt: Date | null;
  detectedAt: Date;
  lastDetectedAt: Date;
}

/** A threat with defaults for what is not specified. */
export function plantedThreat(known: Partial<PlantedThreat>): PlantedThreat {
  const detectedAt = known.detectedAt ?? new Date('2026-03-01T12:00:00Z');
  return {
    id: randomUUID(),
    tenantId: 'msp-one',
    companyId: '00000000-0000-4000-8000-000000000001',
    clientId: 'client-1',
    deviceId: null,
    hostName: null,
    hostKey: null,
    name: 'Trojan.Planted',
    family: 'TROJAN',
    filePath: null,
    severity: 3,
    status: 'UNRESOLVED',
    action: 'BLOCKED',
    assigneeId: null,
    resolvedAt: known.status === undefined || known.status === 'UNRESOLVED' ? null : detectedAt,
    detectedAt,
    lastDetectedAt: detectedAt,
    ...known,
  };
}

/** Writes threats past the service, in one statement. */
export async function plantThreats(database: Client, threats: readonly PlantedThreat[]): Promise<void> {
  await database.query(
    `insert into threat (tenant_id, id, connection_id, company_id, client_id, device_id, host_name, host_key, name, family,
       severity, severity_source, severity_reason, status, resolved_by, resolved_at, action, assignee_id, file_path, detected_at,
       last_detected_at, occurrences, history, created_at, changed_at)
     select "tenantId", id, "companyId", "companyId", "clientId", "deviceId", "hostName", "hostKey", name, family,
       severity, 'NONE', 'Planted.', status, case when "resolvedAt" is null then null else 'bitdefender' end, "resolvedAt",
       action, "assigneeId", "filePath", "detectedAt", "lastDetectedAt", 1, false, "detectedAt", "detectedAt"
     from jsonb_to_recordset($1::jsonb) as given ("tenantId" text, id uuid, "companyId" uuid, "clientId" text,
       "deviceId" uuid, "hostName" text, "hostKey" text, name text, family text, severity smallint, status text, "resolvedAt" timestamptz,
       action text, "assigneeId" text, "filePath" text, "detectedAt" timestamptz, "lastDetectedAt" timestamptz)`,
    [JSON.stringify(threats)],
  );
}
