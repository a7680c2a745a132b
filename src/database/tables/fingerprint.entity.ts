import { defineEntity } from '@mikro-orm/core';

/**
 * What a company's devices looked like when they were last stored, so that a sync which reads the same compares one value and
 * writes nothing. See `device/inventory/fingerprint.ts`.
 */
export const InventoryFingerprintEntity = defineEntity({
  name: 'InventoryFingerprint',
  tableName: 'inventory_fingerprint',
  properties: (p) => ({
    tenantId: p.text().primary(),
    companyId: p.uuid().primary(),
    /** One digest for each page that showed devices of the company. */
    parts: p.array(),
    /** How many devices of the company were present then: if another number is, the fingerprint does not count. */
    devices: p.integer(),
    /** From when on each device is compared once, whatever the parts say. */
    compareAt: p.datetime(),
  }),
});

/** The agents that a client's devices were last matched to, so that unchanged ones are not matched again. */
export const MatchingFingerprintEntity = defineEntity({
  name: 'MatchingFingerprint',
  tableName: 'matching_fingerprint',
  properties: (p) => ({
    tenantId: p.text().primary(),
    clientId: p.text().primary(),
    fingerprint: p.text(),
    /** How many devices had an agent. */
    matched: p.integer(),
    /** From when on the client is matched once, whatever the fingerprint says. */
    compareAt: p.datetime(),
  }),
});
