import { sql } from 'kysely';
import { Arg, Ctx, FieldResolver, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { recordAudit } from '../audit/audit.js';
import type { Database } from '../database/database.js';
import { onlyUuids } from '../database/uuid.js';
import type { RequestContext } from '../graphql/context.js';
import { payloadOf, UserInputError } from '../graphql/errors.js';
import { type ConnectionPage, decodeTimeCursor, encodeCursor, pageOf, pageSize } from '../graphql/paging.js';
import { Company } from './company.type.js';
import {
  CompanyEvent,
  CompanyEventConnection,
  DismissEventsInput,
  DismissEventsPayload,
} from './company-event.type.js';
import { loadCompany } from './workbench.reader.js';

const maximumEvents = 500;

/** The inbox of what happened to companies. */
@Resolver(() => CompanyEvent)
export class CompanyEventResolver {
  constructor(private readonly database: Database) {}

  @Query(() => CompanyEventConnection, {
    description:
      'What happened to companies in BD, the latest first: those that nobody has dismissed yet, without ignored companies.',
  })
  async bitdefenderCompanyEvents(
    @Ctx() { viewer }: RequestContext,
    @Arg('all', () => Boolean, {
      defaultValue: false,
      description: 'Also what was dismissed, and what happened to ignored companies.',
    })
    all: boolean,
    @Arg('first', () => Int, { defaultValue: 50, description: 'How many, at most 100.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'Read on behind this cursor.' }) after?: string,
  ): Promise<ConnectionPage<CompanyEvent>> {
    const size = pageSize(first);
    const conditions = [sql`event.tenant_id = ${viewer.tenantId}`];
    if (!all) conditions.push(sql`event.dismissed_at is null`, sql`company.ignored_at is null`);
    if (after) {
      const [at, id] = decodeTimeCursor(after);
      conditions.push(sql`(event.at, event.id) < (${at}, ${id}::uuid)`);
    }
    const { rows } = await sql<CompanyEvent>`
      select event.* from company_event as event
      join company on company.tenant_id = event.tenant_id and company.id = event.company_id
      where ${sql.join(conditions, sql` and `)} order by event.at desc, event.id desc limit ${size + 1}`.execute(
      this.database.query,
    );
    return pageOf(rows, size, (event) => encodeCursor([event.at.getTime(), event.id]));
  }

  @FieldResolver(() => Company, { description: 'The company, as it is now.' })
  company(@Root() { companyId }: CompanyEvent, @Ctx() context: RequestContext): Promise<Company> {
    return loadCompany(context, this.database, companyId);
  }

  @Mutation(() => DismissEventsPayload, { description: 'Takes events out of the inbox, once a person has seen them.' })
  dismissBitdefenderCompanyEvents(
    @Ctx() { viewer: { tenantId, subject } }: RequestContext,
    @Arg('input', () => DismissEventsInput, { description: 'Which ones.' }) { eventIds }: DismissEventsInput,
  ): Promise<DismissEventsPayload> {
    return payloadOf(async () => {
      if (eventIds.length > maximumEvents)
        throw new UserInputError('TOO_MANY', `Send at most ${maximumEvents} events at once.`, ['input', 'eventIds']);
      return this.database.forTenant(tenantId, async (transaction) => {
        const now = new Date();
        const { rows } = await sql<{ id: string }>`
          update company_event set dismissed_at = ${now}, dismissed_by = ${subject}
          where tenant_id = ${tenantId} and id = any(${onlyUuids(eventIds)}::uuid[]) and dismissed_at is null
          returning id`.execute(transaction);
        if (rows.length > 0)
          await recordAudit(transaction, {
            tenantId,
            actor: subject,
            action: 'COMPANY_EVENTS_DISMISSED',
            subject: 'company events',
            detail: { ids: rows.map(({ id }) => id), before: { dismissedAt: null }, after: { dismissedAt: now } },
            at: now,
          });
        return { dismissed: rows.length };
      });
    });
  }
}
