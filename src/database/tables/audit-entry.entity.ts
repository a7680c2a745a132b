import { defineEntity } from '@mikro-orm/core';

/**
 * Who changed what. Append-only: triggers refuse updates, deletes and emptying. The one against emptying stands in its
 * migration alone, since the catalogue that MikroORM compares with does not list triggers on TRUNCATE.
 */
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
    /** Where the request came from; null for what this service does itself, and for entries of earlier releases. */
    address: p.text().nullable(),
    userAgent: p.text().nullable(),
  }),
  triggers: [
    {
      name: 'audit_entry_is_append_only',
      timing: 'before',
      events: ['update', 'delete'],
      body: `raise exception 'audit_entry is append-only'; return null;`,
    },
  ],
  indexes: [
    { name: 'audit_entry_time', properties: ['tenantId', 'at', 'id'] },
    { name: 'audit_entry_actor', properties: ['tenantId', 'actor', 'at', 'id'] },
    { name: 'audit_entry_action', properties: ['tenantId', 'action', 'at', 'id'] },
    { name: 'audit_entry_subject', properties: ['tenantId', 'subject', 'at', 'id'] },
    // The many subjects of a bulk decision; the expression stands again in audit.resolver.ts.
    {
      name: 'audit_entry_subjects',
      expression: `create index "audit_entry_subjects" on "audit_entry" using gin ("tenant_id", (detail -> 'ids') jsonb_path_ops) where (detail -> 'ids') is not null`,
    },
  ],
});
