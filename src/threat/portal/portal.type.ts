import { Field, ID, Int, ObjectType } from 'type-graphql';
import { graphEnum } from '../../graphql/graph-enum.js';
import { connectionType } from '../../graphql/paging.js';

export const PortalSeverity = graphEnum(
  'PortalBitdefenderSeverity',
  'Severity of a threat, simplified for the portal.',
  {
    MINOR: 'Unwanted, with little risk.',
    MODERATE: 'Malicious.',
    SERIOUS: 'Dangerous.',
  },
);
export type PortalSeverity = keyof typeof PortalSeverity;

export const PortalOutcome = graphEnum('PortalBitdefenderOutcome', 'Outcome of a threat, simplified for the portal.', {
  STOPPED: 'Stopped by the protection.',
  HANDLED: 'Handled by your provider.',
  BEING_HANDLED: 'Being handled by your provider.',
});
export type PortalOutcome = keyof typeof PortalOutcome;

@ObjectType('PortalBitdefenderThreat', { description: 'Threat detected on one of your machines.' })
export class PortalThreat {
  @Field(() => ID, { description: 'Id of the threat.' })
  id!: string;

  @Field(() => String, { description: 'Name of the threat.' })
  name!: string;

  @Field(() => PortalSeverity, { description: 'Severity of the threat.' })
  severity!: PortalSeverity;

  @Field(() => PortalOutcome, { description: 'Outcome of the threat.' })
  outcome!: PortalOutcome;

  @Field(() => String, { nullable: true, description: 'Host name of the machine; null if unknown.' })
  hostName!: string | null;

  @Field(() => Date, { description: 'Time of the first detection.' })
  detectedAt!: Date;
}

@ObjectType('PortalBitdefenderSite', { description: 'Site of your company, such as a branch.' })
export class PortalSite {
  @Field(() => ID, { description: 'Id of the site.' })
  id!: string;

  @Field(() => String, { nullable: true, description: 'Name of the site; null if no machine is known there.' })
  name!: string | null;
}

/** A page of a portal user's threats. */
export const PortalThreatConnection = connectionType('PortalBitdefenderThreat', () => PortalThreat, {
  replicated: true,
});

/** The time zone and age of the numbers of the portal. */
@ObjectType()
export abstract class PortalCountContext {
  @Field(() => String, { description: "IANA time zone of the days: your provider's." })
  timeZone!: string;

  @Field(() => Date, {
    nullable: true,
    description: 'Time up to which the numbers are complete; null if nothing has been read yet.',
  })
  asOf!: Date | null;

  @Field(() => Boolean, { description: 'Whether `asOf` is older than expected, so that threats may be missing.' })
  stale!: boolean;
}

@ObjectType('PortalBitdefenderThreatCounts', { description: 'Number of threats on your machines.' })
export class PortalThreatCounts extends PortalCountContext {
  @Field(() => Int, { description: 'Number of threats since midnight.' })
  today!: number;

  @Field(() => Int, { description: 'Number of threats since midnight on Monday.' })
  thisWeek!: number;

  @Field(() => Int, { description: 'Number of threats since midnight on the first of the month.' })
  thisMonth!: number;
}

@ObjectType('PortalBitdefenderMachine', { description: 'One of your machines with its number of threats.' })
export class PortalMachine {
  @Field(() => String, { description: 'Host name of the machine.' })
  hostName!: string;

  @Field(() => Int, { description: 'Number of threats on the machine.' })
  total!: number;
}

@ObjectType('PortalBitdefenderWeeklySummary', { description: 'Threats of a week with their outcomes.' })
export class PortalWeeklySummary extends PortalCountContext {
  @Field(() => String, { description: 'ISO week, such as 2026-W12.' })
  week!: string;

  @Field(() => Date, { description: 'Start of the week (inclusive): midnight on its Monday.' })
  from!: Date;

  @Field(() => Date, { description: 'End of the week (exclusive): midnight on the next Monday.' })
  to!: Date;

  @Field(() => String, { description: 'Summary as one sentence.' })
  sentence!: string;

  @Field(() => Int, { description: 'Number of threats found.' })
  total!: number;

  @Field(() => Int, { description: 'Number of threats stopped by the protection.' })
  stopped!: number;

  @Field(() => Int, { description: 'Number of other threats that have been handled.' })
  handled!: number;

  @Field(() => Int, { description: 'Number of other threats that are being handled.' })
  beingHandled!: number;

  @Field(() => Int, { description: 'Number of affected machines.' })
  machines!: number;

  @Field(() => [PortalMachine], { description: 'Machines with the most threats, at most 10.' })
  mostConcerned!: PortalMachine[];
}
