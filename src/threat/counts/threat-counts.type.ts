import { ArgsType, Field, Int, ObjectType } from 'type-graphql';
import { graphEnum } from '../../graphql/graph-enum.js';
import type { ThreatOwner } from '../owners/threat-owners.js';
import type { BucketSize } from './buckets.js';

export const CountWindow = graphEnum(
  'BitdefenderCountWindow',
  'Calendar window of a count, in the time zone of the response.',
  {
    TODAY: 'Today, from midnight to midnight.',
    THIS_WEEK: 'This week, from midnight on Monday to the next Monday.',
    THIS_MONTH: 'This month, from midnight on the first to the first of the next month.',
  },
);
export type CountWindow = keyof typeof CountWindow;

export const SeriesStep = graphEnum('BitdefenderSeriesStep', 'Length of a step of a series.', {
  HOUR: 'Hour of local time.',
  DAY: 'Day of local time, with 23 or 25 hours when the clocks change.',
});
export type SeriesStep = keyof typeof SeriesStep;

/** The time zone of counts. */
@ArgsType()
export class ThreatCountsArguments {
  @Field(() => String, {
    nullable: true,
    description: "IANA time zone such as Europe/Berlin; the tenant's by default.",
  })
  timeZone?: string | null;
}

/** The window or range of a count. */
@ArgsType()
export class CountRangeArguments {
  @Field(() => CountWindow, { nullable: true, description: 'Calendar window; excludes `from` and `to`.' })
  window?: CountWindow | null;

  @Field(() => Date, { nullable: true, description: 'Start of the range (inclusive).' })
  from?: Date | null;

  @Field(() => Date, { nullable: true, description: 'End of the range (exclusive); now by default.' })
  to?: Date | null;
}

@ObjectType('BitdefenderThreatsBySeverity', { description: 'Number of threats of each severity.' })
export class ThreatsBySeverity {
  @Field(() => Int, { description: 'Number of threats of severity UNKNOWN.' })
  unknown!: number;

  @Field(() => Int, { description: 'Number of threats of severity LOW.' })
  low!: number;

  @Field(() => Int, { description: 'Number of threats of severity MEDIUM.' })
  medium!: number;

  @Field(() => Int, { description: 'Number of threats of severity HIGH.' })
  high!: number;

  @Field(() => Int, { description: 'Number of threats of severity CRITICAL.' })
  critical!: number;
}

@ObjectType('BitdefenderThreatsByStatus', { description: 'Number of threats by present status.' })
export class ThreatsByStatus {
  @Field(() => Int, { description: 'Number of open threats.' })
  unresolved!: number;

  @Field(() => Int, { description: 'Number of threats closed in Bitdefender or by a user here.' })
  resolved!: number;

  @Field(() => Int, { description: 'Number of false positives.' })
  falsePositive!: number;
}

@ObjectType('BitdefenderThreatTally', { description: 'Number of threats first detected in a range.' })
export class ThreatTally {
  @Field(() => Date, { description: 'Start of the range (inclusive).' })
  from!: Date;

  @Field(() => Date, { description: 'End of the range (exclusive).' })
  to!: Date;

  @Field(() => Int, { description: 'Number of all threats of the range.' })
  total!: number;

  @Field(() => ThreatsBySeverity, { description: 'Numbers by severity.' })
  bySeverity!: ThreatsBySeverity;

  @Field(() => ThreatsByStatus, { description: 'Numbers by present status.' })
  byStatus!: ThreatsByStatus;
}

/** The time zone and age of the numbers of a response. */
@ObjectType()
export abstract class CountContext {
  @Field(() => String, { description: "IANA time zone of the days: the requested one, else the tenant's." })
  timeZone!: string;

  @Field(() => Date, {
    nullable: true,
    description: 'Time up to which Bitdefender was read; null if it has not been read yet.',
  })
  asOf!: Date | null;

  @Field(() => Boolean, { description: 'Whether `asOf` is older than expected, so that threats may be missing.' })
  stale!: boolean;
}

@ObjectType('BitdefenderThreatWindow', { description: 'Number of threats first detected in a window.' })
export class ThreatWindow extends CountContext {
  @Field(() => ThreatTally, { description: 'Window with its numbers.' })
  tally!: ThreatTally;
}

@ObjectType('BitdefenderThreatSeries', {
  description: 'Number of threats first detected in each hour or day of a range.',
})
export class ThreatSeries extends CountContext {
  @Field(() => SeriesStep, { description: 'Length of a step.' })
  step!: BucketSize;

  @Field(() => Date, { description: 'Start of the series (inclusive).' })
  from!: Date;

  @Field(() => Date, { description: 'End of the range (exclusive).' })
  to!: Date;

  @Field(() => [ThreatTally], {
    description: 'Steps in order, without gaps; the first and last are cut to the range.',
  })
  steps!: ThreatTally[];
}

@ObjectType('BitdefenderThreatCounts', {
  description: 'Number of threats of all severities, including those removed because of their age.',
})
export class ThreatCounts extends CountContext {
  @Field(() => Int, { description: 'Number of threats first detected since midnight.' })
  today!: number;

  @Field(() => Int, { description: 'Number of threats first detected since midnight on Monday.' })
  thisWeek!: number;

  @Field(() => Int, { description: 'Number of threats first detected since midnight on the first of the month.' })
  thisMonth!: number;

  @Field(() => Int, { description: 'Number of unresolved threats, whenever they were detected.' })
  unresolved!: number;

  owner!: ThreatOwner;
  /** Time of the count, from which nested fields derive the same windows. */
  now!: Date;
}
