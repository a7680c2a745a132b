import { sql } from 'kysely';
import type { Database } from '../database/database.js';
import { decodeTimeCursor, encodeCursor, placeOf } from '../graphql/lists/cursors.js';
import { pageOf } from '../graphql/lists/pages.js';
import { type ConnectionPage, type Paging, readingOf, shortPage, spanOf } from '../graphql/paging.js';
import type { Job, JobKind } from './job.type.js';

/** A page of the jobs of a tenant, newest first. Throws UserInputError for a page size or cursor that is not one. */
export async function readJobs(
  database: Database,
  tenantId: string,
  { kind, ...paging }: Paging & { kind: JobKind | null },
): Promise<ConnectionPage<Job>> {
  const span = spanOf(paging, shortPage);
  const { direction, behind } = readingOf(span, 'desc');
  const conditions = [sql`tenant_id = ${tenantId}`];
  if (kind) conditions.push(sql`kind = ${kind}`);
  const place = placeOf(span, decodeTimeCursor);
  if (place !== null) conditions.push(sql`(requested_at, id) ${behind} (${place[0]}, ${place[1]}::uuid)`);
  const { rows } = await sql<Job>`
    select id, kind, state, done, total, error, requested_by, requested_at, started_at, ended_at from job
    where ${sql.join(conditions, sql` and `)} order by requested_at ${direction}, id ${direction} limit ${sql.lit(span.limit)}`.execute(
    database.query,
  );
  return pageOf(rows, span, (job) => encodeCursor([job.requestedAt.getTime(), job.id]));
}
