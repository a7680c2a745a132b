import { defineEntity } from '@mikro-orm/core';

/** A person's word on one device and one agent. The host keys find them again under new ids. */
export const MatchOverrideEntity = defineEntity({
  name: 'MatchOverride',
  tableName: 'match_decision',
  properties: (p) => ({
    tenantId: p.text().primary(),
    id: p.uuid().primary(),
    clientId: p.text(),
    kind: p.text(),
    deviceId: p.uuid(),
    /** Of the device and of the agent when it was decided. */
    hostKey: p.text(),
    agentId: p.text(),
    agentHostKey: p.text(),
    decidedBy: p.text(),
    decidedAt: p.datetime(),
    note: p.text().nullable(),
  }),
  indexes: [
    { name: 'match_decision_client', properties: ['tenantId', 'clientId'] },
    { name: 'match_decision_device', properties: ['tenantId', 'deviceId'] },
  ],
});
