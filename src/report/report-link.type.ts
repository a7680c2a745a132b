import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { ClientReference, UserReference } from '../graphql/core-types.js';
import { Payload } from '../graphql/errors.js';
import { graphEnum } from '../graphql/graph-enum.js';
import { connectionType } from '../graphql/paging.js';
import { PeriodKindEnum } from './report.enums.js';
import { mostLinkDays, usualLinkDays } from './report-link.js';
import { mostDaysAgo } from './report-period.js';

export const LinkStateEnum = graphEnum('BitdefenderReportLinkState', 'State of a report link.', {
  ACTIVE: 'Opens its report, as long as the portal is shared with the client.',
  EXPIRED: 'Its time is over.',
  REVOKED: 'A user revoked it.',
});
export type LinkStateEnum = keyof typeof LinkStateEnum;

@ObjectType('BitdefenderReportLink', {
  description: 'Link by which anybody who has it reads one report of one client. Deleted 90 days after it has ended.',
})
export class ReportLink {
  @Field(() => ID, { description: 'Id of the link; it opens nothing.' })
  id!: string;

  @Field(() => ClientReference, { description: 'Client.' })
  client!: ClientReference;

  @Field(() => PeriodKindEnum, { description: 'Length of the period.' })
  period!: PeriodKindEnum;

  @Field(() => String, { description: 'Name of the period, such as 2026-W12 or 2026-03.' })
  name!: string;

  @Field(() => String, { description: 'First day of the period, such as 2026-03-16.' })
  day!: string;

  @Field(() => String, { description: 'IANA time zone of the period.' })
  timeZone!: string;

  @Field(() => LinkStateEnum, { description: 'State.' })
  state!: LinkStateEnum;

  @Field(() => UserReference, { nullable: true, description: 'User who created it; null if it was not a person.' })
  createdByUser!: UserReference | null;

  @Field(() => Date, { description: 'Time at which it was created.' })
  createdAt!: Date;

  @Field(() => Date, { description: 'Time at which it expires.' })
  expiresAt!: Date;

  @Field(() => UserReference, { nullable: true, description: 'User who revoked it; null if nobody did.' })
  revokedByUser!: UserReference | null;

  @Field(() => Date, { nullable: true, description: 'Time at which it was revoked; null if it was not.' })
  revokedAt!: Date | null;

  @Field(() => String, {
    nullable: true,
    description: 'Last day (UTC) on which it was opened, such as 2026-03-18; null if it never was.',
  })
  lastOpenedOn!: string | null;

  @Field(() => Int, { description: 'Number of days (UTC) on which it was opened.' })
  daysOpened!: number;
}

export const ReportLinkConnection = connectionType('BitdefenderReportLink', () => ReportLink);

@InputType('CreateBitdefenderReportLinkInput', { description: 'The report that is shared, and for how long.' })
export class CreateReportLinkInput {
  @Field(() => ID, { description: 'Client whose report it is.' })
  clientId!: string;

  @Field(() => PeriodKindEnum, { description: 'Length of the period.' })
  period!: PeriodKindEnum;

  @Field(() => String, {
    nullable: true,
    description: `Any day of the period, such as 2026-03-18, at most ${mostDaysAgo} days ago; the last period that is over by default.`,
  })
  day?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "IANA time zone of the period, such as Europe/Berlin: the client's; the tenant's by default.",
  })
  timeZone?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: `Days after which it expires, 1 to ${mostLinkDays}; ${usualLinkDays} by default.`,
  })
  expiresInDays?: number | null;
}

@InputType('RevokeBitdefenderReportLinkInput', { description: 'Link that is no longer to open.' })
export class RevokeReportLinkInput {
  @Field(() => ID, { description: 'Link.' })
  linkId!: string;
}

@ObjectType()
export abstract class ReportLinkPayload extends Payload {
  @Field(() => ReportLink, { nullable: true, description: 'The link; null if nothing was done.' })
  link?: ReportLink;
}

@ObjectType()
export abstract class CreateReportLinkPayload extends ReportLinkPayload {
  @Field(() => String, {
    nullable: true,
    description:
      'Token of the link, shown here once and stored nowhere; null if nothing was done. It belongs behind the `#` of the address of the page, which no server sees, and is sent as `Authorization: Bearer` by that page.',
  })
  token?: string;
}
