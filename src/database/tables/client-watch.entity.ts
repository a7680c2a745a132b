import { defineEntity } from '@mikro-orm/core';

/** When a technician last looked at a client. */
export const ClientWatchEntity = defineEntity({
  name: 'ClientWatch',
  tableName: 'client_watch',
  properties: (p) => ({
    tenantId: p.text().primary(),
    clientId: p.text().primary(),
    watchedAt: p.datetime(),
  }),
});
