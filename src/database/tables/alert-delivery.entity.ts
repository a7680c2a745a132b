import { defineEntity } from '@mikro-orm/core';

/**
 * One thing a rule asks for. Its id is the idempotency key core sees. Alerts of the same malware in a client within the
 * hour share one action: each is an occurrence of it.
 */
export const AlertDeliveryEntity = defineEntity({
  name: 'AlertDelivery',
  tableName: 'alert_action',
  properties: (p) => ({
    tenantId: p.text().primary(),
    id: p.uuid().primary(),
    kind: p.text(),
    ruleId: p.uuid(),
    ruleName: p.text(),
    clientId: p.text().nullable(),
    threatName: p.text(),
    parameters: p.json<Record<string, unknown>>(),
    state: p.text(),
    attempts: p.integer(),
    occurrences: p.integer(),
    /** How many of them have been reported to the ticket or the receiver. */
    toldOccurrences: p.integer().default(0),
    /** Of a note: the action it adds to. */
    aboutActionId: p.uuid().nullable(),
    result: p.json<Record<string, unknown>>().nullable(),
    lastError: p.text().nullable(),
    createdAt: p.datetime(),
    changedAt: p.datetime(),
  }),
  indexes: [
    { name: 'alert_action_group', properties: ['tenantId', 'clientId', 'threatName', 'createdAt'] },
    { name: 'alert_action_state', properties: ['tenantId', 'state', 'createdAt', 'id'] },
    { name: 'alert_action_about', properties: ['tenantId', 'aboutActionId'] },
  ],
});

/** Which alerts an action is for. */
export const AlertOccurrenceEntity = defineEntity({
  name: 'AlertOccurrence',
  tableName: 'alert_occurrence',
  properties: (p) => ({
    tenantId: p.text().primary(),
    actionId: p.uuid().primary(),
    alertId: p.uuid().primary(),
    at: p.datetime(),
  }),
  indexes: [{ name: 'alert_occurrence_alert', properties: ['tenantId', 'alertId'] }],
});
