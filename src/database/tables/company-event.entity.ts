import { defineEntity } from '@mikro-orm/core';

/** What happened to a company in BD, until a person has seen it. */
export const CompanyEventEntity = defineEntity({
  name: 'CompanyEvent',
  tableName: 'company_event',
  properties: (p) => ({
    tenantId: p.text().primary(),
    id: p.uuid().primary(),
    companyId: p.uuid(),
    kind: p.text(),
    /** The name or the BD id of the parent before and after; null where the kind has none. */
    before: p.text().nullable(),
    after: p.text().nullable(),
    at: p.datetime(),
    dismissedAt: p.datetime().nullable(),
    dismissedBy: p.text().nullable(),
  }),
  indexes: [{ name: 'company_event_inbox', properties: ['tenantId', 'at', 'id'] }],
});
