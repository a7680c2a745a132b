import { defineEntity } from '@mikro-orm/core';

/** A receiver of a tenant's own that rules may tell of alerts. Secrets are only ever stored sealed. */
export const WebhookEntity = defineEntity({
  name: 'Webhook',
  tableName: 'webhook',
  properties: (p) => ({
    tenantId: p.text().primary(),
    id: p.uuid().primary(),
    name: p.text(),
    url: p.text(),
    caCertificate: p.text().nullable(),
    sealedSecret: p.text(),
    secretSetAt: p.datetime(),
    /** The secret before the last rotation, which signs too until `previousUntil`. */
    previousSealedSecret: p.text().nullable(),
    previousUntil: p.datetime().nullable(),
    createdAt: p.datetime(),
    changedAt: p.datetime(),
    changedBy: p.text(),
  }),
});
