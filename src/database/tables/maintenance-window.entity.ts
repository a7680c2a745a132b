import { defineEntity } from '@mikro-orm/core';

/** Times in which the rules wait for alerts of a client, a device or a rule, or of all that are given together. */
export const MaintenanceWindowEntity = defineEntity({
  name: 'MaintenanceWindow',
  tableName: 'maintenance_window',
  properties: (p) => ({
    tenantId: p.text().primary(),
    id: p.uuid().primary(),
    name: p.text(),
    clientId: p.text().nullable(),
    deviceId: p.uuid().nullable(),
    /** The name of the device when it was chosen. */
    hostname: p.text().nullable(),
    ruleId: p.uuid().nullable(),
    /** Such as 2026-11-30; null for one that repeats. */
    date: p.text().nullable(),
    /** 1 (Monday) to 7; null for one that does not repeat. */
    days: p.json<number[]>().nullable(),
    /** HH:mm. */
    time: p.text(),
    minutes: p.integer(),
    /** Null for the tenant's. */
    timeZone: p.text().nullable(),
    /** When a person last ended what was running then. */
    endedAt: p.datetime().nullable(),
    changedAt: p.datetime(),
    changedBy: p.text(),
  }),
});

/** What a window holds, or held last, of an alert. */
export const AlertHoldEntity = defineEntity({
  name: 'AlertHold',
  tableName: 'alert_hold',
  properties: (p) => ({
    tenantId: p.text().primary(),
    alertId: p.uuid().primary(),
    windowId: p.uuid(),
    windowName: p.text(),
    /** The rules whose actions wait, where others acted; null where nothing was done for the alert. */
    ruleIds: p.json<string[]>().nullable(),
    heldFrom: p.datetime(),
    heldUntil: p.datetime(),
    /** When it is decided again; null once it is over. */
    lookAt: p.datetime().nullable(),
    releasedAt: p.datetime().nullable(),
  }),
  indexes: [
    { name: 'alert_hold_due', properties: ['lookAt'] },
    { name: 'alert_hold_held', properties: ['tenantId', 'lookAt'] },
  ],
});
