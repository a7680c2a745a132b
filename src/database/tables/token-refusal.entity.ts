import { defineEntity } from '@mikro-orm/core';

/** A subject, or one token by its id, that an operator has refused. It holds for all tenants. */
export const TokenRefusalEntity = defineEntity({
  name: 'TokenRefusal',
  tableName: 'token_refusal',
  properties: (p) => ({
    /** SUBJECT or TOKEN. */
    kind: p.text().primary(),
    /** The claim `sub` or `jti`. */
    value: p.text().primary(),
    reason: p.text().nullable(),
    refusedAt: p.datetime(),
  }),
});
