import { defineEntity } from '@mikro-orm/core';

/** How well a client was covered on one day in the tenant's zone, as last reported on it. */
export const CoverageDayEntity = defineEntity({
  name: 'CoverageDay',
  tableName: 'coverage_day',
  properties: (p) => ({
    tenantId: p.text().primary(),
    clientId: p.text().primary(),
    day: p.date().primary(),
    machines: p.integer(),
    agents: p.integer(),
    protectedAgents: p.integer(),
    /** By the names of the gaps. */
    gaps: p.json<Record<string, number>>(),
  }),
});
