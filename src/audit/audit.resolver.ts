import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Database } from '../database/database.js';
import type { RequestContext } from '../graphql/context.js';
import { UserReference, userOf } from '../graphql/core-types.js';
import { type ConnectionPage, type PageArguments, pageArguments } from '../graphql/paging.js';
import { readAudit } from './audit.reader.js';
import { AuditConnection, AuditEntry, AuditFilter } from './audit.type.js';

const Page = pageArguments();

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
    @Args(() => Page) paging: PageArguments,
  ): Promise<ConnectionPage<AuditEntry>> {
    return readAudit(this.database, viewer.tenantId, filter, paging);
  }

  @FieldResolver(() => UserReference, {
    nullable: true,
    description: 'User who made the change; null for changes made by the service itself.',
  })
  actorUser(@Root() { actor }: AuditEntry): UserReference | null {
    return userOf(actor);
  }
}
