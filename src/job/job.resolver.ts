import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Database } from '../database/database.js';
import type { RequestContext } from '../graphql/context.js';
import { UserReference, userOf } from '../graphql/core-types.js';
import { type ConnectionPage, type PageArguments, pageArguments, shortPage } from '../graphql/paging.js';
import { readJobs } from './job.reader.js';
import { Job, JobConnection, JobKind } from './job.type.js';

const Page = pageArguments(shortPage);

@Resolver(() => Job)
export class JobResolver {
  constructor(private readonly database: Database) {}

  @Query(() => JobConnection, {
    description: 'Background jobs of the tenant, newest first; kept for 90 days after they end.',
  })
  bitdefenderJobs(
    @Ctx() { viewer }: RequestContext,
    @Arg('kind', () => JobKind, { nullable: true, description: 'Kind of jobs: only these.' }) kind: JobKind | null,
    @Args(() => Page) paging: PageArguments,
  ): Promise<ConnectionPage<Job>> {
    return readJobs(this.database, viewer.tenantId, { kind, ...paging });
  }

  @FieldResolver(() => UserReference, {
    nullable: true,
    description: 'User whose change requested it; null for the schedule.',
  })
  requestedByUser(@Root() { requestedBy }: Job): UserReference | null {
    return userOf(requestedBy);
  }
}
