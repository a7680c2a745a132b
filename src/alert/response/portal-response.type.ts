import { Field, Float, Int, ObjectType } from 'type-graphql';
import { PortalCountContext } from '../../threat/portal/portal.type.js';

@ObjectType('PortalBitdefenderResponseStep', { description: 'How fast your provider reached one step in a month.' })
export class PortalResponseStep {
  @Field(() => Int, { description: 'Number of threats that reached it.' })
  reached!: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Seconds from detection within which half of them reached it; null if there are none.',
  })
  p50Seconds!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Seconds from detection within which 95 % of them reached it; null if there are none.',
  })
  p95Seconds!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Minutes from detection that your provider promises; null if it promises none.',
  })
  promisedMinutes!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Share (0 to 1) that reached it in time, of those that reached it or wait for longer; null without a promise, and if there are none.',
  })
  keptShare!: number | null;
}

@ObjectType('PortalBitdefenderResponseMonth', { description: 'How fast threats of a month were handled.' })
export class PortalResponseMonth {
  @Field(() => String, { description: 'Month, such as 2026-03.' })
  month!: string;

  @Field(() => Date, { description: 'Start of the month (inclusive).' })
  from!: Date;

  @Field(() => Date, { description: 'End of the month (exclusive).' })
  to!: Date;

  @Field(() => Int, { description: 'Number of threats that are measured.' })
  threats!: number;

  @Field(() => PortalResponseStep, { description: 'From detection until your provider knew of it.' })
  known!: PortalResponseStep;

  @Field(() => PortalResponseStep, { description: 'From detection until your provider had a ticket about it.' })
  ticket!: PortalResponseStep;

  @Field(() => PortalResponseStep, { description: 'From detection until a person acted on it.' })
  person!: PortalResponseStep;
}

@ObjectType('PortalBitdefenderResponseReport', { description: 'How fast threats on your machines were handled.' })
export class PortalResponseReport extends PortalCountContext {
  @Field(() => [PortalResponseMonth], { description: 'Months, newest first, also those without threats.' })
  months!: PortalResponseMonth[];
}
