import { defineEntity } from '@mikro-orm/core';

/** The weekly digest of a person or a team: when it is due, or that it was switched off. Who has no row never had it on. */
export const DigestEntity = defineEntity({
  name: 'Digest',
  tableName: 'digest',
  properties: (p) => ({
    tenantId: p.text().primary(),
    /** The subject of the person's tokens, or the key of the team: see `recipient.ts`. */
    subject: p.text().primary(),
    /** Core's id and name of the team, when it was last changed; null for a person. */
    teamId: p.text().nullable(),
    teamName: p.text().nullable(),
    /** 1 is Monday, 7 is Sunday. */
    weekday: p.smallint(),
    hour: p.smallint(),
    /** The time zone for which `nextAt` was decided: the tenant's at that time. */
    timeZone: p.text(),
    /** When the next one is due, and the Monday of its week (2026-11-30); null while it is off. */
    nextAt: p.datetime().nullable(),
    nextWeek: p.text().nullable(),
    changedAt: p.datetime(),
    endedAt: p.datetime().nullable(),
    /** See `digest-state.ts`; null while it is on. */
    endReason: p.text().nullable(),
  }),
  indexes: [{ name: 'digest_due', properties: ['nextAt'] }],
});

/** The digest of one person or team and week; its id is the idempotency key core sees. */
export const DigestDeliveryEntity = defineEntity({
  name: 'DigestDelivery',
  tableName: 'digest_delivery',
  properties: (p) => ({
    tenantId: p.text().primary(),
    id: p.uuid().primary(),
    subject: p.text(),
    /** The Monday of the week (2026-11-30): each gets one for each. */
    week: p.text(),
    dueAt: p.datetime(),
    /** `PENDING`, `SENT`, `SKIPPED` or `FAILED`. */
    state: p.text(),
    /** See `digest-state.ts`; null unless it was skipped or failed. */
    reason: p.text().nullable(),
    /** What is said, kept from the first attempt on, so that a repetition says the same; null before it and afterwards. */
    title: p.text().nullable(),
    body: p.text().nullable(),
    settledAt: p.datetime().nullable(),
  }),
  uniques: [{ name: 'digest_delivery_week', properties: ['tenantId', 'subject', 'week'] }],
});
