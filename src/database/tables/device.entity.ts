import { defineEntity } from '@mikro-orm/core';

/** A machine as BD sees it, and the agent it was matched to. */
export const DeviceEntity = defineEntity({
  name: 'Device',
  tableName: 'device',
  properties: (p) => ({
    tenantId: p.text().primary(),
    id: p.uuid().primary(),
    connectionId: p.uuid(),
    companyId: p.uuid(),
    clientId: p.text().nullable(),
    bdId: p.text(),
    name: p.text(),
    fqdn: p.text().nullable(),
    label: p.text().nullable(),
    hostKey: p.text(),
    /** The host key of the name if the FQDN gives another one, else empty. */
    nameKey: p.text().default(''),
    macs: p.array(),
    ip: p.text().nullable(),
    operatingSystem: p.text().nullable(),
    machineType: p.text(),
    managed: p.boolean(),
    policyId: p.text().nullable(),
    policyName: p.text().nullable(),
    policyApplied: p.boolean().nullable(),
    modules: p.json<Record<string, boolean>>().nullable(),
    productOutdated: p.boolean().nullable(),
    isolated: p.boolean().nullable(),
    /** Whether it is a mail server whose mail is scanned. */
    exchangeServer: p.boolean().nullable(),
    lastScanName: p.text().nullable(),
    lastScanAt: p.datetime().nullable(),
    riskScore: p.float().nullable(),
    /** Of everything above that came from BD: an unchanged device is not written again. */
    contentHash: p.text(),
    presence: p.text(),
    presenceChangedAt: p.datetime(),
    firstSeenAt: p.datetime(),
    changedAt: p.datetime(),
    matchKind: p.text(),
    /** See `laterMatchKinds`. */
    matchBasis: p.text().nullable(),
    matchReason: p.text(),
    matchCandidates: p.array(),
    agentId: p.text().nullable(),
    twinOf: p.uuid().nullable(),
    /** When BD last refused to tell its state. */
    stateRefusedAt: p.datetime().nullable(),
    /** How many times in a row reading its state has failed. */
    stateFailures: p.integer().default(0),
    /** When its state is asked for next after such a failure. */
    stateDueAt: p.datetime().nullable(),
    /** Why reading it failed the last time. */
    stateProblem: p.text().nullable(),
  }),
  uniques: [{ name: 'device_bd_id', properties: ['tenantId', 'connectionId', 'bdId'] }],
  indexes: [
    // The part of a name that NetBIOS keeps: names that agree on any rung of the matching agree on it.
    {
      name: 'device_name',
      expression: `create index "device_name" on "device" ("tenant_id", "client_id", left("host_key", 15))`,
    },
    {
      name: 'device_other_name',
      expression: `create index "device_other_name" on "device" ("tenant_id", "client_id", left("name_key", 15)) where name_key <> ''`,
    },
    {
      name: 'device_failed_state',
      expression: `create index "device_failed_state" on "device" ("tenant_id", "connection_id") where state_failures > 0`,
    },
    {
      name: 'device_exchange_server',
      expression: `create index "device_exchange_server" on "device" ("tenant_id", "connection_id") where exchange_server`,
    },
    { name: 'device_company', properties: ['tenantId', 'companyId'] },
    { name: 'device_agent', properties: ['tenantId', 'agentId'] },
    { name: 'device_twin', properties: ['tenantId', 'twinOf'] },
  ],
});
