import { type Selectable, sql } from 'kysely';
import type { Database, Queries, Tables } from '../database/database.js';
import { uuidOrNone } from '../database/uuid.js';
import { decodeTimeCursor, encodeCursor, placeOf } from '../graphql/lists/cursors.js';
import { pageOf } from '../graphql/lists/pages.js';
import { type ConnectionPage, type Paging, readingOf, shortPage, spanOf } from '../graphql/paging.js';

export type ReportLinkRow = Selectable<Tables['reportLink']>;

/** A link by its id; undefined if the tenant has none. */
export const readLink = (queries: Queries, tenantId: string, id: string): Promise<ReportLinkRow | undefined> =>
  queries
    .selectFrom('reportLink')
    .selectAll()
    .where('tenantId', '=', tenantId)
    .where('id', '=', uuidOrNone(id))
    .executeTakeFirst();

/** One page of the links of a client, newest first. */
export async function readLinks(
  database: Database,
  tenantId: string,
  clientId: string,
  paging: Paging,
): Promise<ConnectionPage<ReportLinkRow>> {
  const span = spanOf(paging, shortPage);
  const { direction, behind } = readingOf(span, 'desc');
  let query = database.query
    .selectFrom('reportLink')
    .selectAll()
    .where('tenantId', '=', tenantId)
    .where('clientId', '=', clientId);
  const place = placeOf(span, decodeTimeCursor);
  if (place !== null) query = query.where(sql<boolean>`(created_at, id) ${behind} (${place[0]}, ${place[1]}::uuid)`);
  const rows = await query.orderBy(sql`created_at ${direction}, id ${direction}`).limit(span.limit).execute();
  return pageOf(rows, span, ({ createdAt, id }) => encodeCursor([createdAt.getTime(), id]));
}

/** How many links of a client are active. */
export async function countActive(queries: Queries, tenantId: string, clientId: string, now: Date): Promise<number> {
  const { count } = await queries
    .selectFrom('reportLink')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('tenantId', '=', tenantId)
    .where('clientId', '=', clientId)
    .where('expiresAt', '>', now)
    .where('revokedAt', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Remembers that a link was opened on a day. Returns whether it was the first time on it: only then is anything written. */
export async function rememberOpening(
  queries: Queries,
  { tenantId, id }: ReportLinkRow,
  day: string,
): Promise<boolean> {
  const { rows } = await sql`
    update report_link set last_opened_on = ${day}, days_opened = days_opened + 1
    where tenant_id = ${tenantId} and id = ${id} and last_opened_on is distinct from ${day} returning id`.execute(
    queries,
  );
  return rows.length > 0;
}
