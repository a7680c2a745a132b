import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Database } from '../database/database.js';
import type { RequestContext } from '../graphql/context.js';
import { UserReference, userOf } from '../graphql/core-types.js';
import { PayloadMutation, payloadOf } from '../graphql/errors.js';
import { type ConnectionPage, type PageArguments, pageArguments } from '../graphql/paging.js';
import { loadCompany } from './company.loader.js';
import { Company } from './company.type.js';
import { dismissCompanyEvents, readCompanyEvents } from './company-event.store.js';
import {
  CompanyEvent,
  CompanyEventConnection,
  DismissEventsInput,
  DismissEventsPayload,
} from './company-event.type.js';

const Page = pageArguments();

/** The inbox of company events. */
@Resolver(() => CompanyEvent)
export class CompanyEventResolver {
  constructor(private readonly database: Database) {}

  @Query(() => CompanyEventConnection, {
    description: 'Events of companies in BD that are not dismissed, newest first, without those of ignored companies.',
  })
  bitdefenderCompanyEvents(
    @Ctx() { viewer }: RequestContext,
    @Arg('all', () => Boolean, {
      defaultValue: false,
      description: 'Whether to include dismissed events and those of ignored companies.',
    })
    all: boolean,
    @Args(() => Page) paging: PageArguments,
  ): Promise<ConnectionPage<CompanyEvent>> {
    return readCompanyEvents(this.database, viewer.tenantId, { all, ...paging });
  }

  @FieldResolver(() => Company, { description: 'Current state of the company.' })
  company(@Root() { companyId }: CompanyEvent, @Ctx() context: RequestContext): Promise<Company> {
    return loadCompany(context, this.database, companyId);
  }

  @FieldResolver(() => UserReference, {
    nullable: true,
    description: 'User who dismissed it; null while it is not dismissed.',
  })
  dismissedByUser(@Root() { dismissedBy }: CompanyEvent): UserReference | null {
    return userOf(dismissedBy);
  }

  @PayloadMutation(DismissEventsPayload, { description: 'Dismisses events, which removes them from the inbox.' })
  dismissBitdefenderCompanyEvents(
    @Ctx() { viewer }: RequestContext,
    @Arg('input', () => DismissEventsInput, { description: 'Events to dismiss.' }) { eventIds }: DismissEventsInput,
  ): Promise<DismissEventsPayload> {
    return payloadOf(async () => ({ dismissed: await dismissCompanyEvents(this.database, viewer, eventIds) }));
  }
}
