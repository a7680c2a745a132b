import { defineEntity } from '@mikro-orm/core';

/** Who changed what. Append-only: a trigger refuses updates and deletes. */
export const AuditEntryEntity = defineEntity({
  name: 'AuditEntry',
  tableName: 'audit_entry',
  properties: (p) => ({
    tenantId: p.text().primary(),
    id: p.uuid().primary(),
    at: p.datetime(),
    actor: p.text(),
    action: p.text(),
    subject: p.text(),
    detail: p.json<Record<string, unknown>>(),
  }),
  triggers: [
    {
      name: 'audit_entry_is_append_only',
      timing: 'before',
      events: ['update', 'delete'],
      body: `raise exception 'audit_entry is append-only'; return null;`,
    },
  ],
  indexes: [{ name: 'audit_entry_time', properties: ['tenantId', 'at', 'id'] }],
});
