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
  }),
  indexes: [
    { name: 'agent_client', properties: ['tenantId', 'clientId', 'hostKey'] },
    // As on devices: the part of a name that NetBIOS keeps.
    {
      name: 'agent_name',
      expression: `create index "agent_name" on "agent" ("tenant_id", "client_id", left("host_key", 15))`,
    },
  ],
});
