import type { Selectable } from 'kysely';
import type { Queries, Tables } from '../database/database.js';

export type DigestRow = Selectable<Tables['digest']>;
export type DigestDeliveryRow = Selectable<Tables['digestDelivery']>;

/** The digest of a person, or of a team by its key, as it is or last was; undefined for who never had it on. */
export function readDigest(queries: Queries, tenantId: string, subject: string): Promise<DigestRow | undefined> {
  return queries
    .selectFrom('digest')
    .selectAll()
    .where('tenantId', '=', tenantId)
    .where('subject', '=', subject)
    .executeTakeFirst();
}

/** The delivery of the newest week that was requested for a person or a team. */
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

/** The digests of teams: those that are on by name, then those that were on, the last ended first. */
export function readTeamDigests(queries: Queries, tenantId: string, most: number): Promise<DigestRow[]> {
  return queries
    .selectFrom('digest')
    .selectAll()
    .where('tenantId', '=', tenantId)
    .where('teamId', 'is not', null)
    .orderBy('endedAt', (order) => order.desc().nullsFirst())
    .orderBy('teamName')
    .orderBy('subject')
    .limit(most)
    .execute();
}

/** The deliveries of the newest week of each of these, by subject. */
export async function readLastDeliveries(
  queries: Queries,
  tenantId: string,
  subjects: readonly string[],
): Promise<Map<string, DigestDeliveryRow>> {
  if (subjects.length === 0) return new Map();
  const rows = await queries
    .selectFrom('digestDelivery')
    .distinctOn('subject')
    .selectAll()
    .where('tenantId', '=', tenantId)
    .where('subject', 'in', subjects)
    .orderBy('subject')
    .orderBy('week', 'desc')
    .execute();
  return new Map(rows.map((row) => [row.subject, row]));
}
