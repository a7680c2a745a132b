import { defineEntity } from '@mikro-orm/core';

/**
 * What an MSP expects of protected machines; what is null is inherited: by a client from the tenant, by the tenant from
 * the defaults.
 */
export const ExpectationEntity = defineEntity({
  name: 'Expectation',
  tableName: 'expectation',
  properties: (p) => ({
    tenantId: p.text().primary(),
    /** Empty for the tenant itself. */
    clientId: p.text().primary(),
    policies: p.array().nullable(),
    modules: p.array().nullable(),
    notSeenDays: p.integer().nullable(),
    changedAt: p.datetime(),
  }),
});
