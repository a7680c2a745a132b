import { sql } from 'kysely';
import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import type { Database } from '../database/database.js';
import type { RequestContext } from '../graphql/context.js';
import { type ConnectionPage, decodeTimeCursor, encodeCursor, pageOf, pageSize } from '../graphql/paging.js';
import { Job, JobConnection, JobKind } from './job.type.js';

@Resolver(() => Job)
export class JobResolver {
  constructor(private readonly database: Database) {}

  @Query(() => JobConnection, {
    description: 'Background jobs of the tenant, newest first; kept for 90 days after they end.',
  })
  async bitdefenderJobs(
    @Ctx() { viewer }: RequestContext,
    @Arg('kind', () => JobKind, { nullable: true, description: 'Kind of jobs: only these.' }) kind: JobKind | null,
    @Arg('first', () => Int, { defaultValue: 20, description: 'Page size, at most 100.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'Cursor after which the page starts.' }) after?: string,
  ): Promise<ConnectionPage<Job>> {
    const size = pageSize(first);
    const conditions = [sql`tenant_id = ${viewer.tenantId}`];
    if (kind) conditions.push(sql`kind = ${kind}`);
    if (after) {
      const [at, id] = decodeTimeCursor(after);
      conditions.push(sql`(requested_at, id) < (${at}, ${id}::uuid)`);
    }
    const { rows } = await sql<Job>`
      select id, kind, state, done, total, error, requested_by, requested_at, started_at, ended_at from job
      where ${sql.join(conditions, sql` and `)} order by requested_at desc, id desc limit ${size + 1}`.execute(
      this.database.query,
    );
    return pageOf(rows, size, (job) => encodeCursor([job.requestedAt.getTime(), job.id]));
  }
}
