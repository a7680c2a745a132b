import { defineEntity } from '@mikro-orm/core';

/** One detection. `severity` is the place in the list of severities, so that "High and above" is a range. */
export const ThreatEntity = defineEntity({
  name: 'Threat',
  tableName: 'threat',
  properties: (p) => ({
    tenantId: p.text().primary(),
    id: p.uuid().primary(),
    connectionId: p.uuid(),
    companyId: p.uuid(),
    /** The client that owned the company when the threat came in, or when the company was mapped. */
    clientId: p.text().nullable(),
    deviceId: p.uuid().nullable(),
    bdDeviceId: p.text().nullable(),
    hostName: p.text().nullable(),
    hostKey: p.text().nullable(),
    name: p.text(),
    family: p.text(),
    severity: p.smallint(),
    severityScore: p.integer().nullable(),
    severitySource: p.text(),
    /** See `laterSeveritySources`. */
    severityBasis: p.text().nullable(),
    severityReason: p.text(),
    status: p.text(),
    resolvedBy: p.text().nullable(),
    resolvedAt: p.datetime().nullable(),
    note: p.text().nullable(),
    /** The subject of the person who looks after it. */
    assigneeId: p.text().nullable(),
    action: p.text(),
    actionRaw: p.text().nullable(),
    filePath: p.text().nullable(),
    fileHash: p.text().nullable(),
    processPath: p.text().nullable(),
    userName: p.text().nullable(),
    link: p.text().nullable(),
    /** What this threat may stand for, while only the state of a device shows it. */
    explanation: p.text().nullable(),
    /** How far the incident of the threat reaches, see `Extent`; null while it was not read. */
    attackTypes: p.json<string[]>().nullable(),
    techniques: p.json<{ id: string; name: string | null }[]>().nullable(),
    files: p
      .json<
        {
          name: string | null;
          path: string | null;
          sha256: string | null;
          action: 'QUARANTINED' | 'KILLED' | 'NONE';
        }[]
      >()
      .nullable(),
    fileCount: p.integer().nullable(),
    /** The mail it was found in; only of items of Exchange servers. */
    mail: p
      .json<{
        sender: string | null;
        senderIp: string | null;
        subject: string | null;
        recipients: string[];
        recipientCount: number;
      }>()
      .nullable(),
    detectedAt: p.datetime(),
    lastDetectedAt: p.datetime(),
    occurrences: p.integer(),
    history: p.boolean(),
    createdAt: p.datetime(),
    changedAt: p.datetime(),
  }),
  // What stands behind `id` is checked in the index, before a row is fetched: the counts are read from the index alone.
  indexes: [
    { name: 'threat_list', properties: ['tenantId', 'status', 'detectedAt', 'id', 'severity'] },
    { name: 'threat_time', properties: ['tenantId', 'detectedAt', 'id', 'severity', 'status'] },
    { name: 'threat_last', properties: ['tenantId', 'lastDetectedAt', 'id', 'severity', 'status'] },
    { name: 'threat_severity', properties: ['tenantId', 'severity', 'detectedAt', 'id', 'status'] },
    { name: 'threat_client', properties: ['tenantId', 'clientId', 'detectedAt', 'id', 'severity', 'status'] },
    {
      name: 'threat_open_client',
      expression: `create index "threat_open_client" on "threat" ("tenant_id", "client_id", "severity") where status = 'UNRESOLVED'`,
    },
    {
      name: 'threat_open_named',
      expression: `create index "threat_open_named" on "threat" ("tenant_id", "client_id", "host_key", "severity") where device_id is null and status = 'UNRESOLVED'`,
    },
    {
      name: 'threat_open_device',
      expression: `create index "threat_open_device" on "threat" ("tenant_id", "device_id", "severity") where status = 'UNRESOLVED'`,
    },
    {
      name: 'threat_resolved',
      expression: `create index "threat_resolved" on "threat" ("tenant_id", "resolved_at") where resolved_at is not null`,
    },
    // Those whose device we never came to know go by their host name: there are few.
    {
      name: 'threat_named',
      expression: `create index "threat_named" on "threat" ("tenant_id", "client_id", "host_key", "detected_at") where device_id is null`,
    },
    { name: 'threat_device', properties: ['tenantId', 'deviceId', 'detectedAt'] },
    {
      name: 'threat_without_device',
      expression: `create index "threat_without_device" on "threat" ("tenant_id", "connection_id", "bd_device_id") where device_id is null`,
    },
    { name: 'threat_company', properties: ['tenantId', 'companyId', 'detectedAt'] },
    // Trigrams of what `search` looks through; the expression stands again in threat-list.ts.
    {
      name: 'threat_text',
      expression: `create index "threat_text" on "threat" using gin ("tenant_id", (name || E'\\n' || case when file_path is null then '' else file_path end || E'\\n' || case when host_name is null then '' else host_name end) gin_trgm_ops)`,
    },
  ],
});
