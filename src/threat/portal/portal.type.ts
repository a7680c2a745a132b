import { GraphQLDateTimeISO } from 'graphql-scalars';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { graphEnum } from '../../graphql/graph-enum.js';
import { connectionType } from '../../graphql/paging.js';

export const PortalSeverity = graphEnum('PortalBitdefenderSeverity', 'How grave a threat was, in plain words.', {
  MINOR: 'Unwanted, but hardly dangerous.',
  MODERATE: 'Malicious, and worth knowing.',
  SERIOUS: 'Dangerous.',
});
export type PortalSeverity = keyof typeof PortalSeverity;

export const PortalOutcome = graphEnum('PortalBitdefenderOutcome', 'What became of a threat, in plain words.', {
  STOPPED: 'The protection stopped it.',
  HANDLED: 'It has been dealt with.',
  BEING_HANDLED: 'Somebody is dealing with it.',
});
export type PortalOutcome = keyof typeof PortalOutcome;

@ObjectType('PortalBitdefenderThreat', { description: 'A threat to one of your machines.' })
export class PortalThreat {
  @Field(() => ID, { description: 'The id of the threat.' })
  id!: string;

  @Field(() => String, { description: 'What it is called.' })
  name!: string;

  @Field(() => PortalSeverity, { description: 'How grave it was.' })
  severity!: PortalSeverity;

  @Field(() => PortalOutcome, { description: 'What became of it.' })
  outcome!: PortalOutcome;

  @Field(() => String, { nullable: true, description: 'The machine.' })
  hostName!: string | null;

  @Field(() => GraphQLDateTimeISO, { description: 'When it was detected.' })
  detectedAt!: Date;
}

/** A page of a portal user's threats. */
export const PortalThreatConnection = connectionType('PortalBitdefenderThreat', () => PortalThreat);

/** How the numbers of the portal are to be read. */
@ObjectType()
abstract class PortalTold {
  @Field(() => String, { description: "The time zone of its days: your provider's." })
  timeZone!: string;

  @Field(() => GraphQLDateTimeISO, { nullable: true, description: 'Up to when is known what happened.' })
  asOf!: Date | null;

  @Field(() => Boolean, { description: 'Whether that is longer ago than usual, so that there may be more.' })
  stale!: boolean;
}

@ObjectType('PortalBitdefenderThreatCounts', { description: 'How many threats your machines had.' })
export class PortalThreatCounts extends PortalTold {
  @Field(() => Int, { description: 'Since midnight.' })
  today!: number;

  @Field(() => Int, { description: 'Since Monday.' })
  thisWeek!: number;

  @Field(() => Int, { description: 'Since the first of the month.' })
  thisMonth!: number;
}

@ObjectType('PortalBitdefenderMachine', { description: 'One of your machines, and how many threats it had.' })
export class PortalMachine {
  @Field(() => String, { description: 'The machine.' })
  hostName!: string;

  @Field(() => Int, { description: 'How many threats it had.' })
  total!: number;
}

@ObjectType('PortalBitdefenderWeeklySummary', { description: 'What was found in a week, and what became of it.' })
export class PortalWeeklySummary extends PortalTold {
  @Field(() => String, { description: 'The week, such as 2026-W12.' })
  week!: string;

  @Field(() => GraphQLDateTimeISO, { description: 'Its Monday, midnight.' })
  from!: Date;

  @Field(() => GraphQLDateTimeISO, { description: "The next week's Monday, midnight." })
  to!: Date;

  @Field(() => String, { description: 'All of it in one sentence.' })
  sentence!: string;

  @Field(() => Int, { description: 'How many threats were found.' })
  total!: number;

  @Field(() => Int, { description: 'How many of them the protection stopped.' })
  stopped!: number;

  @Field(() => Int, { description: 'How many of the others have been dealt with.' })
  handled!: number;

  @Field(() => Int, { description: 'How many of the others somebody is dealing with.' })
  beingHandled!: number;

  @Field(() => Int, { description: 'How many of your machines were concerned.' })
  machines!: number;

  @Field(() => [PortalMachine], { description: 'Those with the most threats, at most 10.' })
  mostConcerned!: PortalMachine[];
}
