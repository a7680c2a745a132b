import { defineEntity } from '@mikro-orm/core';

/** The BD row (incident or quarantine item) a threat came from; its hash tells whether it said something new. */
export const ThreatSourceEntity = defineEntity({
  name: 'ThreatSource',
  tableName: 'threat_source',
  properties: (p) => ({
    tenantId: p.text().primary(),
    connectionId: p.uuid().primary(),
    kind: p.text().primary(),
    bdId: p.text().primary(),
    threatId: p.uuid(),
    contentHash: p.text(),
    /** See `SourceState`. */
    state: p.text().default('OPEN'),
    /** The date as BD wrote it: when it is the same text, nothing came again, whatever zone it is read in. */
    toldDate: p.text().nullable(),
    lastDetectedAt: p.datetime().nullable(),
    changedAt: p.datetime(),
  }),
  indexes: [{ name: 'threat_source_threat', properties: ['tenantId', 'threatId'] }],
});
