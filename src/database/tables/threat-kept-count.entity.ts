import { defineEntity } from '@mikro-orm/core';

/**
 * What is left of threats that were removed because of their age: how many there were, for the counts. Rows are only
 * added; several may tell of the same quarter and are summed.
 */
export const ThreatKeptCountEntity = defineEntity({
  name: 'ThreatKeptCount',
  tableName: 'threat_kept_count',
  properties: (p) => ({
    tenantId: p.text().primary(),
    id: p.uuid().primary(),
    companyId: p.uuid(),
    clientId: p.text().nullable(),
    deviceId: p.uuid().nullable(),
    hostKey: p.text().nullable(),
    /** Begin of the quarter of an hour of the first detections: every zone's hours and days consist of whole quarters. */
    quarter: p.datetime(),
    severity: p.smallint(),
    status: p.text(),
    action: p.text(),
    count: p.integer(),
  }),
  indexes: [
    { name: 'threat_kept_count_time', properties: ['tenantId', 'quarter'] },
    { name: 'threat_kept_count_client', properties: ['tenantId', 'clientId', 'quarter'] },
    {
      name: 'threat_kept_count_named',
      expression: `create index "threat_kept_count_named" on "threat_kept_count" ("tenant_id", "client_id", "host_key", "quarter") where device_id is null`,
    },
    { name: 'threat_kept_count_device', properties: ['tenantId', 'deviceId', 'quarter'] },
    { name: 'threat_kept_count_company', properties: ['tenantId', 'companyId'] },
  ],
});
