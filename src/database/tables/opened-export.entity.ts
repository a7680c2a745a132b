import { defineEntity } from '@mikro-orm/core';

/** The link of an export that was opened, and does not open again. */
export const OpenedExportEntity = defineEntity({
  name: 'OpenedExport',
  tableName: 'opened_export',
  properties: (p) => ({
    tenantId: p.text().primary(),
    /** As it is sealed in the link. */
    id: p.uuid().primary(),
    /** When the link no longer opens, so that this row can go. */
    expiresAt: p.datetime(),
  }),
});
