import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import type { Database } from '../database/database.js';
import type { RequestContext } from '../graphql/context.js';
import { UserReference, userOf } from '../graphql/core-types.js';
import type { ConnectionPage } from '../graphql/paging.js';
import { readAudit } from './audit.reader.js';
import { AuditConnection, AuditEntry, AuditFilter } from './audit.type.js';

@Resolver(() => AuditEntry)
export class AuditResolver {
  constructor(private readonly database: Database) {}

  @Query(() => AuditConnection, {
    description:
      'Changes of settings and manual decisions, exports, readings of key metadata and refused attempts, newest first.',
  })
  bitdefenderAudit(
    @Ctx() { viewer }: RequestContext,
    @Arg('filter', () => AuditFilter, { nullable: true, description: 'Entries to include; all if omitted.' })
    filter: AuditFilter | null,
    @Arg('first', () => Int, { defaultValue: 50, description: 'Number of entries, 1 to 100.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'Cursor after which the page starts.' }) after?: string,
  ): Promise<ConnectionPage<AuditEntry>> {
    return readAudit(this.database, viewer.tenantId, filter, { first, after });
  }

  @FieldResolver(() => UserReference, {
    nullable: true,
    description: 'User who made the change; null for changes made by the service itself.',
  })
  actorUser(@Root() { actor }: AuditEntry): UserReference | null {
    return userOf(actor);
  }
}
