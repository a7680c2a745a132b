import { defineEntity } from '@mikro-orm/core';

/** A link to the report of one client and period. Its token is stored nowhere: it is recognised by its signature, and by its id leads here. */
export const ReportLinkEntity = defineEntity({
  name: 'ReportLink',
  tableName: 'report_link',
  properties: (p) => ({
    tenantId: p.text().primary(),
    id: p.uuid().primary(),
    clientId: p.text(),
    /** `WEEK` or `MONTH`. */
    period: p.text(),
    /** The first day of the period in its time zone (2026-03-16). */
    day: p.text(),
    timeZone: p.text(),
    createdBy: p.text(),
    createdAt: p.datetime(),
    expiresAt: p.datetime(),
    revokedBy: p.text().nullable(),
    revokedAt: p.datetime().nullable(),
    /** The last day (UTC, 2026-03-18) on which it was opened, and on how many it was; it is written once a day at most. */
    lastOpenedOn: p.text().nullable(),
    daysOpened: p.integer().default(0),
  }),
  indexes: [
    { name: 'report_link_client', properties: ['tenantId', 'clientId', 'createdAt', 'id'] },
    { name: 'report_link_expiry', properties: ['tenantId', 'expiresAt'] },
  ],
});
