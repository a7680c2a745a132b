import { defineEntity } from '@mikro-orm/core';

/** Silence for alerts of a client, a device, a threat name, or all that are given together; never without an end. */
export const AlertMuteEntity = defineEntity({
  name: 'AlertMute',
  tableName: 'alert_mute',
  properties: (p) => ({
    tenantId: p.text().primary(),
    id: p.uuid().primary(),
    clientId: p.text().nullable(),
    deviceId: p.uuid().nullable(),
    /** The name of the device when it was muted. */
    hostname: p.text().nullable(),
    threatName: p.text().nullable(),
    reason: p.text(),
    createdAt: p.datetime(),
    createdBy: p.text(),
    /** Its end; earlier than first meant when a person ended it. */
    until: p.datetime(),
    endedBy: p.text().nullable(),
  }),
  indexes: [{ name: 'alert_mute_until', properties: ['tenantId', 'until', 'id'] }],
});
