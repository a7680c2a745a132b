import { defineEntity } from '@mikro-orm/core';

/** One row for the whole service: what makes the fingerprints of API keys its own. It belongs to no tenant. */
export const FingerprintSaltEntity = defineEntity({
  name: 'FingerprintSalt',
  tableName: 'fingerprint_salt',
  properties: (p) => ({
    id: p.integer().primary(),
    salt: p.text(),
  }),
});
