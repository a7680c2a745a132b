import { defineEntity } from '@mikro-orm/core';

/**
 * The calls a key has left. BD counts per key, whoever uses it, so this row belongs to a key and to no tenant: it holds
 * nothing but the key's fingerprint and times.
 */
export const RateBudgetEntity = defineEntity({
  name: 'RateBudget',
  tableName: 'rate_budget',
  properties: (p) => ({
    keyFingerprint: p.text().primary(),
    bucket: p.text().primary(),
    /** Epoch milliseconds of the calls that still count against the bucket's window. */
    calls: p.json<number[]>(),
    blockedUntil: p.datetime().nullable(),
  }),
});
