import { createHmac, randomBytes } from 'node:crypto';
import type { Database } from '../database/database.js';

/** The same for the same API key, whoever owns it and whatever the master keys are; useless for finding the key. */
export type Fingerprint = (apiKey: string) => string;

/** Fingerprints under the salt of this database, which is made once and stays. */
export async function readFingerprint(database: Database): Promise<Fingerprint> {
  await database.query
    .insertInto('fingerprintSalt')
    .values({ id: 1, salt: randomBytes(32).toString('base64') })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { salt } = await database.query.selectFrom('fingerprintSalt').select('salt').executeTakeFirstOrThrow();
  return createFingerprint(salt);
}

/** Fingerprints under a given salt, in base64. */
export function createFingerprint(salt: string): Fingerprint {
  const key = Buffer.from(salt, 'base64');
  return (apiKey) => createHmac('sha256', key).update(apiKey).digest('hex');
}
