import { Field, InputType, Int, ObjectType } from 'type-graphql';
import { Gap } from '../device/coverage/gap.type.js';
import type { Severity } from '../domain/severity.js';
import { Payload } from '../graphql/errors.js';
import { graphEnum } from '../graphql/graph-enum.js';
import { SeverityEnum } from '../graphql/severity.type.js';

/** In the order of their numbers, from 1. */
export const WeekdayEnum = graphEnum('BitdefenderWeekday', 'Day of the week.', {
  MONDAY: 'Monday.',
  TUESDAY: 'Tuesday.',
  WEDNESDAY: 'Wednesday.',
  THURSDAY: 'Thursday.',
  FRIDAY: 'Friday.',
  SATURDAY: 'Saturday.',
  SUNDAY: 'Sunday.',
});
export type WeekdayEnum = keyof typeof WeekdayEnum;

export const DigestEndEnum = graphEnum('BitdefenderDigestEnd', 'Why a weekly digest is off.', {
  SWITCHED_OFF: 'Its person switched it off; of a team, an administrator did.',
  PERSON_GONE: 'OpsMerge no longer knows the person, or no longer permits it the data.',
  TEAM_GONE: 'OpsMerge no longer knows the team.',
});
export type DigestEndEnum = keyof typeof DigestEndEnum;

export const DigestStateEnum = graphEnum('BitdefenderDigestState', 'State of the digest of one week.', {
  PENDING: 'Being sent, or waiting for a retry.',
  SENT: 'Given to OpsMerge, which notifies the person, or those of the team who may see the data.',
  SKIPPED: 'Not sent, as `reason` says; the next one is not concerned.',
  FAILED: 'Not sent after the last attempt, as `reason` says; the next one is not concerned.',
});
export type DigestStateEnum = keyof typeof DigestStateEnum;

export const DigestReasonEnum = graphEnum('BitdefenderDigestReason', 'Why the digest of a week was not sent.', {
  TOO_LATE: 'It would have been more than 48 hours late.',
  SWITCHED_OFF: 'It was switched off before it was sent.',
  PERSON_GONE: 'OpsMerge no longer knows the person, or no longer permits it the data.',
  TEAM_GONE: 'OpsMerge no longer knows the team.',
  PERSON_REFUSED: 'The tokens of the person were refused by the operator.',
  CORE_REFUSED: 'OpsMerge refused it for good.',
  GIVEN_UP: 'OpsMerge could not be reached for about a day.',
});
export type DigestReasonEnum = keyof typeof DigestReasonEnum;

export const DigestSectionEnum = graphEnum('BitdefenderDigestSection', 'Part of a digest.', {
  WEEK: 'Counts of the seven days before the day it is due, beside the seven before those.',
  WAITING: 'What waits for a person now.',
  DEGRADED: 'What is worse than it should be now.',
});
export type DigestSectionEnum = keyof typeof DigestSectionEnum;

export const DigestLineKindEnum = graphEnum('BitdefenderDigestLineKind', 'What a line of a digest counts.', {
  DETECTED_THREATS: 'Threats first detected in the week; of one severity if `severity` is set.',
  RESOLVED_THREATS: 'Threats resolved in the week, in Bitdefender or by a user, false positives among them.',
  UNRESOLVED_SEVERE_THREATS: 'Unresolved threats of severity HIGH and above.',
  UNASSIGNED_ALERTS: 'Open alerts without an assigned user.',
  AMBIGUOUS_MACHINES: 'Machines that could be any of several agents.',
  UNMAPPED_COMPANIES: 'Companies with unresolved threats that are neither mapped to a client nor ignored.',
  NOT_CONNECTED: 'No GravityZone is connected; the count is 0.',
  FAILING_INTEGRATIONS: 'Integrations whose GravityZone cannot be read.',
  STALE_CLIENTS: 'Clients whose companies are no longer synced, or not in time; not those that were disconnected.',
  MACHINES_WITH_GAP: 'Machines with the `gap`.',
});
export type DigestLineKindEnum = keyof typeof DigestLineKindEnum;

@ObjectType('BitdefenderDigestDelivery', { description: 'Digest of one week, and what became of it.' })
export class DigestDelivery {
  @Field(() => Date, { description: 'Time at which it was due.' })
  dueAt!: Date;

  @Field(() => DigestStateEnum, { description: 'State.' })
  state!: DigestStateEnum;

  @Field(() => DigestReasonEnum, { nullable: true, description: 'Why it was not sent; null unless it was not.' })
  reason!: DigestReasonEnum | null;

  @Field(() => Date, {
    nullable: true,
    description: 'Time at which it was sent, skipped or failed; null while PENDING.',
  })
  settledAt!: Date | null;
}

/** What the digests of people and teams have in common; not a type of the graph itself. */
@ObjectType()
export abstract class DigestStanding {
  @Field(() => Boolean, { description: 'Whether it is on; off until it is switched on.' })
  enabled!: boolean;

  @Field(() => WeekdayEnum, { description: 'Day on which it comes; MONDAY until it was first switched on.' })
  weekday!: WeekdayEnum;

  @Field(() => Int, {
    description: 'Hour at which it comes, 0 to 23, in `timeZone`; 8 until it was first switched on.',
  })
  hour!: number;

  @Field(() => String, { description: 'IANA time zone of the tenant, by which day and hour are meant.' })
  timeZone!: string;

  @Field(() => Date, { nullable: true, description: 'Time at which the next one is due; null while it is off.' })
  nextAt!: Date | null;

  @Field(() => Date, {
    nullable: true,
    description: 'Time at which it was switched off; null while it is on, or never was.',
  })
  endedAt!: Date | null;

  @Field(() => DigestEndEnum, { nullable: true, description: 'Why it is off; null while it is on, or never was.' })
  endReason!: DigestEndEnum | null;

  @Field(() => DigestDelivery, {
    nullable: true,
    description: 'Digest of the newest week that was due; null if none was within 90 days.',
  })
  last!: DigestDelivery | null;
}

@ObjectType('BitdefenderDigest', { description: 'Weekly digest of the viewer: whether it is on, and when it comes.' })
export class DigestType extends DigestStanding {}

@ObjectType('BitdefenderDigestLine', { description: 'Line of a digest.' })
export class DigestLineType {
  @Field(() => DigestSectionEnum, { description: 'Part of the digest to which it belongs.' })
  section!: DigestSectionEnum;

  @Field(() => DigestLineKindEnum, { description: 'What it counts.' })
  kind!: DigestLineKindEnum;

  @Field(() => SeverityEnum, { nullable: true, description: 'Severity of the threats; null for all.' })
  severity!: Severity | null;

  @Field(() => Gap, { nullable: true, description: 'Gap of the machines; null unless it counts machines with a gap.' })
  gap!: Gap | null;

  @Field(() => Int, { description: 'The number.' })
  count!: number;

  @Field(() => Int, { nullable: true, description: 'The number a week before; null where it was not recorded.' })
  before!: number | null;

  @Field(() => String, { description: 'The line in words, in English.' })
  text!: string;
}

@ObjectType('BitdefenderDigestPreview', { description: 'What a digest would say if it were sent now.' })
export class DigestPreview {
  @Field(() => String, { description: 'IANA time zone of the days.' })
  timeZone!: string;

  @Field(() => Date, { description: 'Start of the week that is counted (inclusive).' })
  from!: Date;

  @Field(() => Date, { description: 'End of the week that is counted (exclusive): the start of today.' })
  to!: Date;

  @Field(() => [DigestLineType], { description: 'Its lines, in order; at most 22.' })
  lines!: DigestLineType[];

  @Field(() => String, { description: 'Subject of the notification, plain text in one line.' })
  title!: string;

  @Field(() => String, { description: 'Text of the notification, plain text with line feeds.' })
  body!: string;
}

@InputType('SetBitdefenderDigestInput', { description: 'Whether and when the digest of the viewer comes.' })
export class SetDigestInput {
  @Field(() => Boolean, { description: 'Whether it is on.' })
  enabled!: boolean;

  @Field(() => WeekdayEnum, { nullable: true, description: 'Day on which it comes; unchanged if null.' })
  weekday?: WeekdayEnum | null;

  @Field(() => Int, {
    nullable: true,
    description: "Hour at which it comes, 0 to 23, in the tenant's time zone; unchanged if null.",
  })
  hour?: number | null;
}

@ObjectType()
export abstract class DigestPayload extends Payload {
  @Field(() => DigestType, { nullable: true, description: 'Digest of the viewer; null if the change was refused.' })
  digest?: DigestType | null;
}
