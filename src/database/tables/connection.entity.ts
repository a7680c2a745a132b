import { defineEntity } from '@mikro-orm/core';

/** A tenant's link to one GravityZone. The key is only ever stored sealed. */
export const ConnectionEntity = defineEntity({
  name: 'Connection',
  tableName: 'connection',
  properties: (p) => ({
    tenantId: p.text().primary(),
    id: p.uuid().primary(),
    name: p.text(),
    endpoint: p.text(),
    sealedKey: p.text(),
    /** HMAC of the API key: the same key is recognised, and shares one rate budget, without being opened. */
    keyFingerprint: p.text(),
    keySetAt: p.datetime(),
    keySetBy: p.text(),
    /** When the key was made, as reported by BD. */
    keyCreatedAt: p.datetime().nullable(),
    caCertificate: p.text().nullable(),
    certificateFingerprint: p.text().nullable(),
    state: p.text(),
    flavour: p.text().nullable(),
    ownCompanyBdId: p.text().nullable(),
    /** The company whose key it is, in BD's words. */
    ownCompanyName: p.text().nullable(),
    naiveOffsetMinutes: p.integer().nullable(),
    naiveZone: p.text().nullable(),
    /** When dates without a zone were last found to be in another one than before, with the offsets before and after. */
    zoneChangedAt: p.datetime().nullable(),
    zoneChangedFrom: p.integer().nullable(),
    zoneChangedTo: p.integer().nullable(),
    pageSize: p.integer().nullable(),
    /** Everything changed in BD up to here has been taken in. */
    incidentsTakenTo: p.datetime().nullable(),
    /** When the next look back over 30 days of incidents is due; null if none was made yet. */
    lookBackDueAt: p.datetime().nullable(),
    /** The end of the 30 days of a look back that is not complete, and the page at which it goes on. */
    lookBackUntil: p.datetime().nullable(),
    lookBackPage: p.integer().nullable(),
    quarantineTakenTo: p.datetime().nullable(),
    /** When a walk of the whole tree of companies is due, whatever is cheaper. */
    treeDueAt: p.datetime().defaultRaw('now()'),
    /** When the states of devices are looked through for ones that are due; see `sync/sweep/`. Null for at once. */
    statesDueAt: p.datetime().nullable(),
    /** Counts the changes of mappings, so that a run sees that there was one. */
    mappingVersion: p.integer().default(0),
    /** When the whole quarantine was last read, and how many items it held; null when it must be read at the next sync. */
    quarantineWalkedAt: p.datetime().nullable(),
    quarantineItems: p.integer().nullable(),
    /** The same for the quarantine of Exchange servers. */
    exchangeTakenTo: p.datetime().nullable(),
    exchangeWalkedAt: p.datetime().nullable(),
    exchangeItems: p.integer().nullable(),
    /** Name of the scheduled Security audit report to read; null when none is read. */
    reportName: p.text().nullable(),
    /** What the last look for the report showed, and when; null before the first. */
    reportState: p.text().nullable(),
    reportCheckedAt: p.datetime().nullable(),
    /** The instance that was last read (a digest of its rows), when, and how many of its rows were taken in. */
    reportDigest: p.text().nullable(),
    reportReadAt: p.datetime().nullable(),
    reportRows: p.integer().nullable(),
    /** The raw header of columns that were not understood. */
    reportHeader: p.text().nullable(),
    reportErrorCode: p.text().nullable(),
    reportErrorMessage: p.text().nullable(),
    reportErrorHint: p.text().nullable(),
    createdAt: p.datetime(),
    disconnectedAt: p.datetime().nullable(),
    lastSucceededAt: p.datetime().nullable(),
    lastErrorCode: p.text().nullable(),
    lastErrorMessage: p.text().nullable(),
    lastErrorHint: p.text().nullable(),
  }),
  uniques: [{ name: 'connection_endpoint_key', properties: ['tenantId', 'endpoint', 'ownCompanyBdId'] }],
});
