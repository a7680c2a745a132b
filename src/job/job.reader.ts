import { sql } from 'kysely';
import type { Database } from '../database/database.js';
import { type ConnectionPage, decodeTimeCursor, encodeCursor, pageOf, pageSize } from '../graphql/paging.js';
import type { Job, JobKind } from './job.type.js';

/** A page of the jobs of a tenant, newest first. Throws UserInputError for a page size or cursor that is not one. */
export async function readJobs(
  database: Database,
  tenantId: string,
  { kind, first, after }: { kind: JobKind | null; first: number; after?: string },
): Promise<ConnectionPage<Job>> {
  const size = pageSize(first);
  const conditions = [sql`tenant_id = ${tenantId}`];
  if (kind) conditions.push(sql`kind = ${kind}`);
  if (after) {
    const [at, id] = decodeTimeCursor(after);
    conditions.push(sql`(requested_at, id) < (${at}, ${id}::uuid)`);
  }
  const { rows } = await sql<Job>`
    select id, kind, state, done, total, error, requested_by, requested_at, started_at, ended_at from job
    where ${sql.join(conditions, sql` and `)} order by requested_at desc, id desc limit ${size + 1}`.execute(
    database.query,
  );
  return pageOf(rows, size, (job) => encodeCursor([job.requestedAt.getTime(), job.id]));
}
