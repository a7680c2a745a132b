import { GraphQLDateTimeISO, GraphQLJSON } from 'graphql-scalars';
import { sql } from 'kysely';
import { Arg, Ctx, Field, ID, Int, ObjectType, Query, Resolver } from 'type-graphql';
import type { Database } from '../database/database.js';
import type { RequestContext } from '../graphql/context.js';
import {
  type ConnectionPage,
  connectionType,
  decodeTimeCursor,
  encodeCursor,
  pageOf,
  pageSize,
} from '../graphql/paging.js';

@ObjectType('BitdefenderAuditEntry', { description: 'Who changed what.' })
export class AuditEntry {
  @Field(() => ID, { description: 'Our id of the entry.' })
  id!: string;

  @Field(() => GraphQLDateTimeISO, { description: 'When.' })
  at!: Date;

  @Field(() => String, { description: 'Who: the subject of the token.' })
  actor!: string;

  @Field(() => String, { description: 'What was done, as a stable code.' })
  action!: string;

  @Field(() => String, { description: 'The id of what it was done to.' })
  subject!: string;

  @Field(() => GraphQLJSON, { description: 'More of it, such as before and after; never a secret.' })
  detail!: Record<string, unknown>;
}

const AuditConnection = connectionType('BitdefenderAuditEntry', () => AuditEntry);

@Resolver(() => AuditEntry)
export class AuditResolver {
  constructor(private readonly database: Database) {}

  @Query(() => AuditConnection, {
    description: 'Every change of settings and every manual decision, the latest first.',
  })
  async bitdefenderAudit(
    @Ctx() { viewer }: RequestContext,
    @Arg('first', () => Int, { defaultValue: 50, description: 'How many, at most 100.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'Read on behind this cursor.' }) after?: string,
  ): Promise<ConnectionPage<AuditEntry>> {
    const size = pageSize(first);
    const [at, id] = after ? decodeTimeCursor(after) : [null, null];
    const before = at === null ? sql`true` : sql`(at, id) < (${at}, ${id}::uuid)`;
    const { rows } = await sql<AuditEntry>`
      select id, at, actor, action, subject, detail from audit_entry
      where tenant_id = ${viewer.tenantId} and ${before} order by at desc, id desc limit ${size + 1}`.execute(
      this.database.query,
    );
    return pageOf(rows, size, (entry) => encodeCursor([entry.at.getTime(), entry.id]));
  }
}
