import { defineEntity } from '@mikro-orm/core';

/** What only a call per device tells, with the time at which it was true. Apart from the device, which it would rewrite. */
export const DeviceStateEntity = defineEntity({
  name: 'DeviceState',
  tableName: 'device_state',
  properties: (p) => ({
    tenantId: p.text().primary(),
    deviceId: p.uuid().primary(),
    asOf: p.datetime(),
    lastSeenAt: p.datetime().nullable(),
    online: p.text(),
    infected: p.boolean().nullable(),
    detected: p.boolean().nullable(),
    signatureOutdated: p.boolean().nullable(),
    signatureUpdatedAt: p.datetime().nullable(),
    productOutdated: p.boolean().nullable(),
    productVersion: p.text().nullable(),
    engineVersion: p.text().nullable(),
    licence: p.text(),
    /** For where the inventory does not tell. */
    lastScanName: p.text().nullable(),
    lastScanAt: p.datetime().nullable(),
    /** By BD's names; the inventory tells some of them too. */
    modules: p.json<Record<string, boolean>>().nullable(),
  }),
});
