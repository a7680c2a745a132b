import { defineEntity } from '@mikro-orm/core';

/** The BD row (incident or quarantine item) a threat came from; its hash shows whether its content changed. */
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
    /** What was being done with a quarantine item when it was last listed, as BD wrote it. */
    actionRaw: p.text().nullable(),
    changedAt: p.datetime(),
    /** When the details of an incident are asked for next; null where they were read, or are not wanted. */
    detailsDueAt: p.datetime().nullable(),
    /** How many times asking for them has failed. */
    detailsFailures: p.integer().default(0),
    /** Why they could not be read the last time. */
    detailsProblem: p.text().nullable(),
    /** Hash of how far an incident reaches, see `extentHashOf`; null where that was not stored yet. */
    extentHash: p.text().nullable(),
    /** The details that are due were read before: the incident has grown since. */
    detailsAgain: p.boolean().default(false),
  }),
  indexes: [
    { name: 'threat_source_threat', properties: ['tenantId', 'threatId'] },
    {
      name: 'threat_source_details',
      expression: `create index "threat_source_details" on "threat_source" ("tenant_id", "connection_id", "details_due_at") where details_due_at is not null`,
    },
  ],
});
