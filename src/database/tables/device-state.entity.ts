import { defineEntity } from '@mikro-orm/core';

/** What only a call per device returns, with the time at which it was true. Stored separately from the device, so that the device is not rewritten. */
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
    /** When `infected` and `detected` were first read for threats; null if they were not. What is true by then is no new detection. */
    flagsReadAt: p.datetime().nullable(),
    /** When the present value of a flag that is true was first read, or, of detections, the last that could be distinguished; else null. */
    infectedSince: p.datetime().nullable(),
    detectedSince: p.datetime().nullable(),
    signatureOutdated: p.boolean().nullable(),
    signatureUpdatedAt: p.datetime().nullable(),
    productOutdated: p.boolean().nullable(),
    isolated: p.boolean().nullable(),
    productVersion: p.text().nullable(),
    engineVersion: p.text().nullable(),
    licence: p.text(),
    /** For where the inventory does not tell. */
    lastScanName: p.text().nullable(),
    lastScanAt: p.datetime().nullable(),
    /** By BD's names; the inventory also contains some of them. */
    modules: p.json<Record<string, boolean>>().nullable(),
  }),
});
