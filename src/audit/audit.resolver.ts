import { sql } from 'kysely';
import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import type { Database } from '../database/database.js';
import type { RequestContext } from '../graphql/context.js';
import { type ConnectionPage, decodeTimeCursor, encodeCursor, pageOf, pageSize } from '../graphql/paging.js';
import { AuditConnection, AuditEntry, AuditFilter } from './audit.type.js';

@Resolver(() => AuditEntry)
export class AuditResolver {
  constructor(private readonly database: Database) {}

  @Query(() => AuditConnection, {
    description: 'Every change of settings and every manual decision, the latest first.',
  })
  async bitdefenderAudit(
    @Ctx() { viewer }: RequestContext,
    @Arg('filter', () => AuditFilter, { nullable: true, description: 'Which entries.' }) filter: AuditFilter | null,
    @Arg('first', () => Int, { defaultValue: 50, description: 'How many, at most 100.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'Read on behind this cursor.' }) after?: string,
  ): Promise<ConnectionPage<AuditEntry>> {
    const size = pageSize(first);
    const { actor, actions, subject, from, before } = filter ?? {};
    const conditions = [sql`tenant_id = ${viewer.tenantId}`];
    if (actor) conditions.push(sql`actor = ${actor}`);
    if (actions) conditions.push(sql`action = any(${actions}::text[])`);
    if (subject)
      conditions.push(
        sql`(subject = ${subject} or (detail -> 'ids' is not null and detail -> 'ids' @> to_jsonb(${subject}::text)))`,
      );
    if (from) conditions.push(sql`at >= ${from}`);
    if (before) conditions.push(sql`at < ${before}`);
    if (after) {
      const [at, id] = decodeTimeCursor(after);
      conditions.push(sql`(at, id) < (${at}, ${id}::uuid)`);
    }
    const { rows } = await sql<AuditEntry>`
      select id, at, actor, action, subject, detail from audit_entry
      where ${sql.join(conditions, sql` and `)} order by at desc, id desc limit ${size + 1}`.execute(
      this.database.query,
    );
    return pageOf(rows, size, (entry) => encodeCursor([entry.at.getTime(), entry.id]));
  }
}
