import { defineEntity } from '@mikro-orm/core';

/** Threats on many machines of one client in a short time; its id is that of its alert. */
export const OutbreakEntity = defineEntity({
  name: 'Outbreak',
  tableName: 'outbreak',
  properties: (p) => ({
    tenantId: p.text().primary(),
    id: p.uuid().primary(),
    clientId: p.text(),
    /** The first detection and the last one so far. */
    startedAt: p.datetime(),
    lastAt: p.datetime(),
  }),
  indexes: [{ name: 'outbreak_client', properties: ['tenantId', 'clientId', 'lastAt'] }],
});
