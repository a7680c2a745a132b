import { defineEntity } from '@mikro-orm/core';

/**
 * An alert that was given to the platform's rules; its id is that of the alert, and the idempotency key core sees. Alerts of an outbreak
 * share the one of the outbreak: each is an occurrence of it.
 */
export const AlertPublicationEntity = defineEntity({
  name: 'AlertPublication',
  tableName: 'alert_publication',
  properties: (p) => ({
    tenantId: p.text().primary(),
    id: p.uuid().primary(),
    clientId: p.text(),
    /** Name of the threat, or of the outbreak. */
    threatName: p.text(),
    /** `PENDING`, `DONE` or `DEAD`, as of the actions of rules. */
    state: p.text(),
    attempts: p.integer(),
    /** Attempts that failed since the last one that did not. */
    failures: p.integer(),
    occurrences: p.integer(),
    /** Grows with each change of the alert. */
    revision: p.integer(),
    /** The alert in core; null as long as it has none. */
    platformAlertId: p.text().nullable(),
    /** When its last call had its turn, or its next one has. */
    turn: p.datetime().nullable(),
    /** Whether that turn is still to come. */
    waits: p.boolean(),
    lastError: p.text().nullable(),
    createdAt: p.datetime(),
    changedAt: p.datetime(),
  }),
  indexes: [
    { name: 'alert_publication_state', properties: ['tenantId', 'state', 'createdAt', 'id'] },
    { name: 'alert_publication_client', properties: ['tenantId', 'clientId', 'createdAt'] },
    { name: 'alert_publication_platform', properties: ['tenantId', 'platformAlertId'] },
    { name: 'alert_publication_turn', properties: ['tenantId', 'turn'] },
  ],
});
