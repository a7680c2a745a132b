import { createHmac, randomBytes } from 'node:crypto';
import type { Database } from '../../database/database.js';

/** Returns the same text for the same API key, in every tenant and under any master key; the key cannot be derived from it. */
export type Fingerprint = (apiKey: string) => string;

/** Returns fingerprints under the salt of this database, which is created once and never changes. */
export async function readFingerprint(database: Database): Promise<Fingerprint> {
  await database.query
    .insertInto('fingerprintSalt')
    .values({ id: 1, salt: randomBytes(32).toString('base64') })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { salt } = await database.query.selectFrom('fingerprintSalt').select('salt').executeTakeFirstOrThrow();
  return createFingerprint(salt);
}

/** Takes a salt in base64 and returns fingerprints under it, in hexadecimal. */
export function createFingerprint(salt: string): Fingerprint {
  const key = Buffer.from(salt, 'base64');
  return (apiKey) => createHmac('sha256', key).update(apiKey).digest('hex');
}
