import { GraphQLDateTimeISO } from 'graphql-scalars';
import { ArgsType, Field, Int, ObjectType } from 'type-graphql';
import { graphEnum } from '../../graphql/graph-enum.js';
import type { ThreatOwner } from '../owners/threat-owners.js';
import type { BucketSize } from './buckets.js';

export const CountWindow = graphEnum(
  'BitdefenderCountWindow',
  'Over which part of the calendar is counted, in the zone of the answer.',
  {
    TODAY: 'From midnight to midnight.',
    THIS_WEEK: 'From Monday, midnight, to Monday.',
    THIS_MONTH: 'From the first of the month, midnight, to the first of the next.',
  },
);
export type CountWindow = keyof typeof CountWindow;

export const SeriesStep = graphEnum('BitdefenderSeriesStep', 'How long a step of a series is.', {
  HOUR: "An hour of the zone's clocks.",
  DAY: "A day of the zone's calendar, of 23 or 25 hours where the clocks change.",
});
export type SeriesStep = keyof typeof SeriesStep;

/** By whose calendar threats are counted. */
@ArgsType()
export class ThreatCountsArguments {
  @Field(() => String, {
    nullable: true,
    description: "An IANA zone such as Europe/Berlin; the tenant's by default.",
  })
  timeZone?: string | null;
}

/** The window or range of a count. */
@ArgsType()
export class CountRangeArguments {
  @Field(() => CountWindow, { nullable: true, description: 'Today, this week or this month; or give a range.' })
  window?: CountWindow | null;

  @Field(() => GraphQLDateTimeISO, { nullable: true, description: 'The begin of a range, itself a part of it.' })
  from?: Date | null;

  @Field(() => GraphQLDateTimeISO, { nullable: true, description: 'Its end, not a part of it; now by default.' })
  to?: Date | null;
}

@ObjectType('BitdefenderThreatsBySeverity', { description: 'How many threats there are of each severity.' })
export class ThreatsBySeverity {
  @Field(() => Int, { description: 'Of the severity UNKNOWN.' })
  unknown!: number;

  @Field(() => Int, { description: 'Of the severity LOW.' })
  low!: number;

  @Field(() => Int, { description: 'Of the severity MEDIUM.' })
  medium!: number;

  @Field(() => Int, { description: 'Of the severity HIGH.' })
  high!: number;

  @Field(() => Int, { description: 'Of the severity CRITICAL.' })
  critical!: number;
}

@ObjectType('BitdefenderThreatsByStatus', { description: 'How many threats have each status now.' })
export class ThreatsByStatus {
  @Field(() => Int, { description: 'Nobody has dealt with them yet.' })
  unresolved!: number;

  @Field(() => Int, { description: 'Closed in BD or by a person here.' })
  resolved!: number;

  @Field(() => Int, { description: 'They were none.' })
  falsePositive!: number;
}

@ObjectType('BitdefenderThreatTally', { description: 'How many threats were first detected in a stretch of time.' })
export class ThreatTally {
  @Field(() => GraphQLDateTimeISO, { description: 'Its begin, itself a part of it.' })
  from!: Date;

  @Field(() => GraphQLDateTimeISO, { description: 'Its end, not a part of it.' })
  to!: Date;

  @Field(() => Int, { description: 'All of them.' })
  total!: number;

  @Field(() => ThreatsBySeverity, { description: 'By severity.' })
  bySeverity!: ThreatsBySeverity;

  @Field(() => ThreatsByStatus, { description: 'By the status they have now.' })
  byStatus!: ThreatsByStatus;
}

/** How an answer is to be read: every answer with numbers has these. */
@ObjectType()
abstract class Told {
  @Field(() => String, { description: "The IANA zone of its days: the one asked for, else the tenant's." })
  timeZone!: string;

  @Field(() => GraphQLDateTimeISO, { nullable: true, description: 'Up to when BD was read; null if it never was.' })
  asOf!: Date | null;

  @Field(() => Boolean, { description: 'Whether that is longer ago than it should be, so that there may be more.' })
  stale!: boolean;
}

@ObjectType('BitdefenderThreatWindow', { description: 'How many threats were first detected in a window.' })
export class ThreatWindow extends Told {
  @Field(() => ThreatTally, { description: 'The window and its numbers.' })
  tally!: ThreatTally;
}

@ObjectType('BitdefenderThreatSeries', {
  description: 'How many threats were first detected hour by hour or day by day.',
})
export class ThreatSeries extends Told {
  @Field(() => SeriesStep, { description: 'How long a step is.' })
  step!: BucketSize;

  @Field(() => GraphQLDateTimeISO, { description: 'The begin of the series.' })
  from!: Date;

  @Field(() => GraphQLDateTimeISO, { description: 'Its end, not a part of it.' })
  to!: Date;

  @Field(() => [ThreatTally], {
    description: 'The steps in order, without gaps; the first and last are cut to the range.',
  })
  steps!: ThreatTally[];
}

@ObjectType('BitdefenderThreatCounts', {
  description: 'How many threats there are, of all severities; those removed because of their age are counted.',
})
export class ThreatCounts extends Told {
  @Field(() => Int, { description: 'Detected since midnight.' })
  today!: number;

  @Field(() => Int, { description: 'Detected since Monday, midnight.' })
  thisWeek!: number;

  @Field(() => Int, { description: 'Detected since the first of the month, midnight.' })
  thisMonth!: number;

  @Field(() => Int, { description: 'Still unresolved, whenever they were detected.' })
  unresolved!: number;

  owner!: ThreatOwner;
  /** When it was counted: what is counted on takes the same windows. */
  now!: Date;
}
