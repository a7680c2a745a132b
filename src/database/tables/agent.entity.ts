import { defineEntity } from '@mikro-orm/core';

/** What OpsMerge core last said of an agent of a mapped client: enough to match by host name. */
export const AgentEntity = defineEntity({
  name: 'Agent',
  tableName: 'agent',
  properties: (p) => ({
    tenantId: p.text().primary(),
    id: p.text().primary(),
    clientId: p.text(),
    hostname: p.text(),
    hostKey: p.text(),
    macs: p.array(),
    /** The site of its client at which the machine is. */
    siteId: p.text().nullable(),
    siteName: p.text().nullable(),
  }),
  indexes: [
    { name: 'agent_client', properties: ['tenantId', 'clientId', 'hostKey'] },
    {
      name: 'agent_site',
      expression: `create index "agent_site" on "agent" ("tenant_id", "site_id") where site_id is not null`,
    },
    // As on devices: the part of a name that NetBIOS keeps.
    {
      name: 'agent_name',
      expression: `create index "agent_name" on "agent" ("tenant_id", "client_id", left("host_key", 15))`,
    },
  ],
});
