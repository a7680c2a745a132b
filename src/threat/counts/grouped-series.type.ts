import { ArgsType, Field, ID, Int, ObjectType } from 'type-graphql';
import { ClientReference } from '../../graphql/core-types.js';
import { graphEnum } from '../../graphql/graph-enum.js';
import { SeverityEnum } from '../../graphql/severity.type.js';
import { ThreatActionEnum } from '../list/threat.type.js';
import { CountContext, CountRangeArguments, SeriesStep } from './threat-counts.type.js';

/** Clients that a series may be asked for, and groups of clients that it has at most. */
export const mostSeriesClients = 20;

export const SeriesGroupingEnum = graphEnum('BitdefenderSeriesGrouping', 'What the groups of a series are.', {
  SEVERITY: 'Severities, all of them.',
  CLIENT: 'Clients: those of `clientIds`, else those with the most threats.',
  ACTION: 'Actions of Bitdefender, all of them.',
});
export type SeriesGroupingEnum = keyof typeof SeriesGroupingEnum;

@ArgsType()
export class GroupedSeriesArguments extends CountRangeArguments {
  @Field(() => [ID], { nullable: true, description: 'Only threats of these clients; of the whole tenant by default.' })
  clientIds?: string[] | null;

  @Field(() => SeriesGroupingEnum, {
    defaultValue: SeriesGroupingEnum.SEVERITY,
    description: 'What the groups are.',
  })
  groupBy!: SeriesGroupingEnum;

  @Field(() => Int, {
    defaultValue: 10,
    description: `Number of clients with a group of their own if \`clientIds\` names none, 1 to ${mostSeriesClients}; the rest is one group.`,
  })
  first!: number;

  @Field(() => SeriesStep, { defaultValue: SeriesStep.DAY, description: 'Length of a step.' })
  step!: SeriesStep;

  @Field(() => String, {
    nullable: true,
    description: "IANA time zone such as Europe/Berlin; the tenant's by default.",
  })
  timeZone?: string | null;
}

@ObjectType('BitdefenderSeriesRange', { description: 'Step of a series.' })
export class SeriesRange {
  @Field(() => Date, { description: 'Start of the step (inclusive).' })
  from!: Date;

  @Field(() => Date, { description: 'End of the step (exclusive).' })
  to!: Date;
}

@ObjectType('BitdefenderThreatSeriesGroup', { description: 'One line or layer of a chart of threats.' })
export class ThreatSeriesGroup {
  @Field(() => SeverityEnum, { nullable: true, description: 'Severity of the group; null unless grouped by severity.' })
  severity!: SeverityEnum | null;

  @Field(() => ThreatActionEnum, {
    nullable: true,
    description: 'Action of the group; null unless grouped by action.',
  })
  action!: ThreatActionEnum | null;

  @Field(() => ClientReference, {
    nullable: true,
    description: 'Client of the group; null unless grouped by client, and for the others.',
  })
  client!: ClientReference | null;

  @Field(() => Boolean, {
    description: 'Whether it is the rest: clients without a group of their own and unmapped companies.',
  })
  others!: boolean;

  @Field(() => Int, { description: 'Number of threats of the whole range.' })
  total!: number;

  @Field(() => [Int], { description: 'Number of threats of each step, in the order of `steps`.' })
  counts!: number[];
}

@ObjectType('BitdefenderGroupedThreatSeries', {
  description:
    'Number of threats first detected in each hour or day of a range, in groups, including those removed because of their age.',
})
export class GroupedThreatSeries extends CountContext {
  @Field(() => SeriesStep, { description: 'Length of a step.' })
  step!: SeriesStep;

  @Field(() => Date, { description: 'Start of the series (inclusive).' })
  from!: Date;

  @Field(() => Date, { description: 'End of the range (exclusive).' })
  to!: Date;

  @Field(() => [SeriesRange], {
    description: 'Steps in order, without gaps; the first and last are cut to the range.',
  })
  steps!: SeriesRange[];

  @Field(() => [ThreatSeriesGroup], {
    description:
      'Every severity or action in order, also without threats; or clients as requested, else by threats, the most first. The others last, if there are any.',
  })
  groups!: ThreatSeriesGroup[];
}
