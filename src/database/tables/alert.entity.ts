import { defineEntity } from '@mikro-orm/core';
import type { RoutingRecord } from '../../domain/alert-rule.js';

/**
 * What OpsMerge raises: exactly one alert for each threat, one for each outbreak, one notice for each thing that keeps this
 * service from its work, and one for each client and way in which its protection is degraded.
 */
export const AlertEntity = defineEntity({
  name: 'Alert',
  tableName: 'alert',
  properties: (p) => ({
    tenantId: p.text().primary(),
    id: p.uuid().primary(),
    /** `THREAT`, `OUTBREAK`, `NOTICE` or, beside it, `DEGRADATION`. */
    kind: p.text().default('THREAT'),
    /** See `laterAlertKinds`. */
    kindBasis: p.text().nullable(),
    /** In which way machines are degraded; only, and always, of the kind `DEGRADATION`. */
    cause: p.text().nullable(),
    /** Only, and always, of the kind `THREAT`. */
    threatId: p.uuid().nullable(),
    /** What an alert without a threat is about, once for each tenant: a connection, say. */
    subject: p.text().nullable(),
    /** What there is to say beyond the title. */
    detail: p.text().nullable(),
    /** The alert of the outbreak this threat is part of. */
    outbreakId: p.uuid().nullable(),
    alertType: p.text(),
    title: p.text(),
    severity: p.smallint(),
    state: p.text(),
    clientId: p.text().nullable(),
    deviceId: p.uuid().nullable(),
    /** Why nothing was done for it: history, a mute or a rule; empty when its rules acted. */
    suppressedBy: p.text().nullable(),
    suppressedReason: p.text().nullable(),
    /** The mute or the rule. */
    suppressedById: p.uuid().nullable(),
    /** What the rules said when they were last asked. */
    routing: p.json<RoutingRecord>().nullable(),
    ticketId: p.text().nullable(),
    ticketUrl: p.text().nullable(),
    ticketState: p.text().nullable(),
    takenOverBy: p.text().nullable(),
    assigneeId: p.text().nullable(),
    /** Until when it is put aside; only of SNOOZED. */
    snoozedUntil: p.datetime().nullable(),
    raisedAt: p.datetime(),
    changedAt: p.datetime(),
  }),
  uniques: [
    { name: 'alert_threat', properties: ['tenantId', 'threatId'] },
    { name: 'alert_subject', properties: ['tenantId', 'subject'] },
  ],
  indexes: [
    { name: 'alert_list', properties: ['tenantId', 'state', 'raisedAt', 'id'] },
    { name: 'alert_outbreak', properties: ['tenantId', 'outbreakId'] },
    { name: 'alert_time', properties: ['tenantId', 'raisedAt', 'id'] },
    { name: 'alert_gravest', properties: ['tenantId', 'severity', 'raisedAt', 'id'] },
    { name: 'alert_client', properties: ['tenantId', 'clientId', 'raisedAt', 'id'] },
    { name: 'alert_ticket', properties: ['tenantId', 'ticketId', 'raisedAt', 'id'] },
    { name: 'alert_snoozed', properties: ['snoozedUntil'] },
  ],
});
