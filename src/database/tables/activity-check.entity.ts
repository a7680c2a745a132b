import { defineEntity } from '@mikro-orm/core';

/** When core was last asked how busy the quiet clients of a tenant are; the replica that writes it is the one that asks. */
export const ActivityCheckEntity = defineEntity({
  name: 'ActivityCheck',
  tableName: 'activity_check',
  properties: (p) => ({
    tenantId: p.text().primary(),
    askedAt: p.datetime(),
  }),
});
