import { sql } from 'kysely';
import type { Database } from '../database/database.js';
import { readAsOf } from '../database/reading.js';
import { decodeTimeCursor, encodeCursor, placeOf } from '../graphql/lists/cursors.js';
import { pageOf } from '../graphql/lists/pages.js';
import { normalisedId } from '../graphql/own-ids.js';
import { type ConnectionPage, type Paging, readingOf, spanOf } from '../graphql/paging.js';
import type { AuditEntry, AuditFilter } from './audit.type.js';
import { presentAction, storedActions } from './former-actions.js';

/** Returns a page of the audit log of a tenant, newest first. Throws UserInputError for a bad page size or cursor. */
export async function readAudit(
  database: Database,
  tenantId: string,
  filter: AuditFilter | null,
  paging: Paging,
): Promise<ConnectionPage<AuditEntry>> {
  const span = spanOf(paging);
  const { direction, behind } = readingOf(span, 'desc');
  const { actor, actions, subject, from, before } = filter ?? {};
  const conditions = [sql`tenant_id = ${tenantId}`];
  if (actor) conditions.push(sql`actor = ${actor}`);
  if (actions) conditions.push(sql`action = any(${storedActions(actions)}::text[])`);
  if (subject) {
    // An id of core's counts as it is written, one of ours is the same in either case.
    const ofEither = [...new Set([subject, normalisedId(subject)])].map(
      (id) => sql`subject = ${id} or (detail -> 'ids' is not null and detail -> 'ids' @> to_jsonb(${id}::text))`,
    );
    conditions.push(sql`(${sql.join(ofEither, sql` or `)})`);
  }
  if (from) conditions.push(sql`at >= ${from}`);
  if (before) conditions.push(sql`at < ${before}`);
  const place = placeOf(span, decodeTimeCursor);
  if (place !== null) conditions.push(sql`(at, id) ${behind} (${place[0]}, ${place[1]}::uuid)`);
  const { rows } = await sql<AuditEntry>`
    select id, at, actor, action, subject, detail, address, user_agent as "userAgent" from audit_entry
    where ${sql.join(conditions, sql` and `)} order by at ${direction}, id ${direction} limit ${sql.lit(span.limit)}`.execute(
    database.read,
  );
  const entries = rows.map((row) => ({ ...row, action: presentAction(row.action) }));
  return pageOf(entries, span, (entry) => encodeCursor([entry.at.getTime(), entry.id]), readAsOf());
}
