import { defineEntity } from '@mikro-orm/core';

/** What OpsMerge raises for a threat: exactly one for each. */
export const AlertEntity = defineEntity({
  name: 'Alert',
  tableName: 'alert',
  properties: (p) => ({
    tenantId: p.text().primary(),
    id: p.uuid().primary(),
    threatId: p.uuid(),
    alertType: p.text(),
    title: p.text(),
    severity: p.smallint(),
    state: p.text(),
    clientId: p.text().nullable(),
    deviceId: p.uuid().nullable(),
    /** Why nothing was done for it: history, a mute or a rule; empty when its rules acted. */
    suppressedBy: p.text().nullable(),
    suppressedReason: p.text().nullable(),
    ticketId: p.text().nullable(),
    ticketUrl: p.text().nullable(),
    ticketState: p.text().nullable(),
    takenOverBy: p.text().nullable(),
    raisedAt: p.datetime(),
    changedAt: p.datetime(),
  }),
  uniques: [{ name: 'alert_threat', properties: ['tenantId', 'threatId'] }],
  indexes: [{ name: 'alert_list', properties: ['tenantId', 'state', 'raisedAt', 'id'] }],
});
