import { defineEntity } from '@mikro-orm/core';

/** A BD company, its mapping to a client, and when it is due. */
export const CompanyEntity = defineEntity({
  name: 'Company',
  tableName: 'company',
  properties: (p) => ({
    tenantId: p.text().primary(),
    id: p.uuid().primary(),
    connectionId: p.uuid(),
    bdId: p.text(),
    name: p.text(),
    parentBdId: p.text().nullable(),
    kind: p.text(),
    state: p.text(),
    clientId: p.text().nullable(),
    mappedAt: p.datetime().nullable(),
    mappedBy: p.text().nullable(),
    /** BD's id of the group of its deleted devices, and when BD was last asked for it. */
    deletedGroupBdId: p.text().nullable(),
    groupsAskedAt: p.datetime().nullable(),
    /** Looked at and left unmapped on purpose. */
    ignoredAt: p.datetime().nullable(),
    ignoredBy: p.text().nullable(),
    ignoredReason: p.text().nullable(),
    /** As BD last said; null where it was not asked yet. */
    suspended: p.boolean().nullable(),
    suspensionCheckedAt: p.datetime().nullable(),
    active: p.boolean(),
    activityReasons: p.json<string[]>(),
    nextSyncAt: p.datetime().nullable(),
    /** Since when it is not polled because its client is archived, and when that last ended. */
    restsSince: p.datetime().nullable(),
    resumedAt: p.datetime().nullable(),
    /** The start of the last run in which everything about it succeeded, and from when on that is too long ago. */
    lastSyncedAt: p.datetime().nullable(),
    staleAt: p.datetime().nullable(),
    /** The start of the last run in which the stream succeeded; those of threats stand on the connection. */
    inventorySucceededAt: p.datetime().nullable(),
    matchingSucceededAt: p.datetime().nullable(),
    detailsSucceededAt: p.datetime().nullable(),
    failures: p.integer(),
    firstSeenAt: p.datetime(),
    changedAt: p.datetime(),
  }),
  uniques: [{ name: 'company_bd_id', properties: ['tenantId', 'connectionId', 'bdId'] }],
  indexes: [
    { name: 'company_client', properties: ['tenantId', 'clientId'] },
    { name: 'company_due', properties: ['nextSyncAt'] },
    { name: 'company_stale', properties: ['staleAt'] },
  ],
});
