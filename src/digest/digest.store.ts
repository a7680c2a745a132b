import type { Selectable } from 'kysely';
import type { Queries, Tables } from '../database/database.js';

export type DigestRow = Selectable<Tables['digest']>;
export type DigestDeliveryRow = Selectable<Tables['digestDelivery']>;

/** The digest of a person, as it is or last was; undefined for who never switched it on. */
export function readDigest(queries: Queries, tenantId: string, subject: string): Promise<DigestRow | undefined> {
  return queries
    .selectFrom('digest')
    .selectAll()
    .where('tenantId', '=', tenantId)
    .where('subject', '=', subject)
    .executeTakeFirst();
}

/** The delivery of the newest week that was requested for a person. */
export function readLastDelivery(
  queries: Queries,
  tenantId: string,
  subject: string,
): Promise<DigestDeliveryRow | undefined> {
  return queries
    .selectFrom('digestDelivery')
    .selectAll()
    .where('tenantId', '=', tenantId)
    .where('subject', '=', subject)
    .orderBy('week', 'desc')
    .limit(1)
    .executeTakeFirst();
}
