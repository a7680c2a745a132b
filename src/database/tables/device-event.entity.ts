import { defineEntity } from '@mikro-orm/core';

/** What happened to a device: its states and their times; kept as long as the longest trend of coverage. */
export const DeviceEventEntity = defineEntity({
  name: 'DeviceEvent',
  tableName: 'device_event',
  properties: (p) => ({
    tenantId: p.text().primary(),
    id: p.uuid().primary(),
    deviceId: p.uuid(),
    kind: p.text(),
    at: p.datetime(),
    /** The name, or the company's name, before and after; null where the kind says all. */
    before: p.text().nullable(),
    after: p.text().nullable(),
  }),
  indexes: [{ name: 'device_event_device', properties: ['tenantId', 'deviceId', 'at'] }],
});

/** That a device was isolated or released, see `laterDeviceEvents`. */
export const IsolationEventEntity = defineEntity({
  name: 'IsolationEvent',
  tableName: 'isolation_event',
  properties: (p) => ({
    tenantId: p.text().primary(),
    id: p.uuid().primary(),
    deviceId: p.uuid(),
    kind: p.text(),
    at: p.datetime(),
  }),
  indexes: [{ name: 'isolation_event_device', properties: ['tenantId', 'deviceId', 'at'] }],
});
