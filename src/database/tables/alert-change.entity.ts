import { defineEntity } from '@mikro-orm/core';

/** What happened to alerts and who did it, in the order of its commits, as `threat_change` is for threats. */
export const AlertChangeEntity = defineEntity({
  name: 'AlertChange',
  tableName: 'alert_change',
  properties: (p) => ({
    tenantId: p.text().primary(),
    sequence: p.bigint('string').primary(),
    alertId: p.uuid(),
    kind: p.text(),
    actor: p.text(),
    detail: p.json<Record<string, unknown>>(),
    at: p.datetime(),
  }),
  indexes: [{ name: 'alert_change_alert', properties: ['tenantId', 'alertId', 'sequence'] }],
});
