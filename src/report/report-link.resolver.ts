import { Arg, Args, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { Database } from '../database/database.js';
import type { RequestContext } from '../graphql/context.js';
import { userOf } from '../graphql/core-types.js';
import { PayloadMutation, payloadOf } from '../graphql/errors.js';
import { mapPage } from '../graphql/lists/pages.js';
import { type ConnectionPage, type PageArguments, pageArguments, shortPage } from '../graphql/paging.js';
import type { PeriodKindEnum } from './report.enums.js';
import { stateOf } from './report-link.js';
import type { ReportLinkService } from './report-link.service.js';
import { type ReportLinkRow, readLinks } from './report-link.store.js';
import {
  CreateReportLinkInput,
  CreateReportLinkPayload,
  ReportLink,
  ReportLinkConnection,
  ReportLinkPayload,
  RevokeReportLinkInput,
} from './report-link.type.js';
import { nameOfPeriod } from './report-period.js';

const Page = pageArguments(shortPage);

/** The links by which the MSP shares reports. */
@Resolver()
export class ReportLinkResolver {
  constructor(
    private readonly database: Database,
    private readonly service: ReportLinkService,
  ) {}

  @Query(() => ReportLinkConnection, {
    description: 'Links to reports of a client, newest first, with those that ended in the last 90 days.',
  })
  async bitdefenderReportLinks(
    @Ctx() { viewer }: RequestContext,
    @Arg('clientId', () => ID, { description: 'Client.' }) clientId: string,
    @Args(() => Page) paging: PageArguments,
  ): Promise<ConnectionPage<ReportLink>> {
    const now = new Date();
    const page = await readLinks(this.database, viewer.tenantId, clientId, paging);
    return mapPage(page, (row) => linkOf(row, now));
  }

  @PayloadMutation(CreateReportLinkPayload, {
    description:
      'Creates a link by which anybody who has it reads one report of one client, without signing in, until it expires or is revoked. Each call creates another link.',
  })
  createBitdefenderReportLink(
    @Ctx() { viewer }: RequestContext,
    @Arg('input', () => CreateReportLinkInput, { description: 'The report, and for how long.' })
    input: CreateReportLinkInput,
  ): Promise<CreateReportLinkPayload> {
    return payloadOf(async () => {
      const { link, token } = await this.service.create(viewer, input);
      return { link: linkOf(link, new Date()), token };
    });
  }

  @PayloadMutation(ReportLinkPayload, {
    description: 'Revokes a link at once. One that has expired or was revoked before stays as it is.',
  })
  revokeBitdefenderReportLink(
    @Ctx() { viewer }: RequestContext,
    @Arg('input', () => RevokeReportLinkInput, { description: 'The link.' }) { linkId }: RevokeReportLinkInput,
  ): Promise<ReportLinkPayload> {
    return payloadOf(async () => ({ link: linkOf(await this.service.revoke(viewer, linkId), new Date()) }));
  }
}

/** A link as the graph shows it. */
function linkOf(row: ReportLinkRow, now: Date): ReportLink {
  const { id, clientId, day, timeZone, createdBy, createdAt, expiresAt, revokedBy, revokedAt } = row;
  const period = row.period as PeriodKindEnum;
  return {
    ...{ id, period, day, timeZone, createdAt, expiresAt, revokedAt },
    ...{ lastOpenedOn: row.lastOpenedOn, daysOpened: row.daysOpened },
    client: { id: clientId },
    name: nameOfPeriod(period, day),
    state: stateOf(row, now),
    createdByUser: userOf(createdBy),
    revokedByUser: userOf(revokedBy),
  };
}
