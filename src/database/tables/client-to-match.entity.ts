import { defineEntity } from '@mikro-orm/core';

/** A client whose devices changed in the inventory, until it is matched again. */
export const ClientToMatchEntity = defineEntity({
  name: 'ClientToMatch',
  tableName: 'client_to_match',
  properties: (p) => ({
    tenantId: p.text().primary(),
    clientId: p.text().primary(),
  }),
});
