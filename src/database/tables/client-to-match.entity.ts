import { defineEntity } from '@mikro-orm/core';

/** A client whose devices the inventory has shown to be otherwise than they were, until it is matched anew. */
export const ClientToMatchEntity = defineEntity({
  name: 'ClientToMatch',
  tableName: 'client_to_match',
  properties: (p) => ({
    tenantId: p.text().primary(),
    clientId: p.text().primary(),
  }),
});
