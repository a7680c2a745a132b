import { defineEntity } from '@mikro-orm/core';

/**
 * What happened to threats, in the order of its commits: `sequence` is the cursor of live events, and whoever missed
 * some reads on from it. Written only under the tenant's lock, so that no lower number commits after a higher one.
 */
export const ThreatChangeEntity = defineEntity({
  name: 'ThreatChange',
  tableName: 'threat_change',
  properties: (p) => ({
    tenantId: p.text().primary(),
    sequence: p.bigint('string').primary(),
    threatId: p.uuid(),
    kind: p.text(),
    actor: p.text(),
    detail: p.json<Record<string, unknown>>(),
    at: p.datetime(),
  }),
  indexes: [{ name: 'threat_change_threat', properties: ['tenantId', 'threatId', 'sequence'] }],
});
