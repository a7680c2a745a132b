import { GraphQLDateTimeISO } from 'graphql-scalars';
import { Field, Int, ObjectType } from 'type-graphql';
import { Gap } from './gap.type.js';

@ObjectType('BitdefenderGapCount', { description: 'How many machines lack something.' })
export class GapCount {
  @Field(() => Gap, { description: 'What they lack. As a filter of `bitdefenderDevices` it lists them.' })
  gap!: Gap;

  @Field(() => Int, { description: 'How many.' })
  machines!: number;
}

/** What both have; no type of its own in the graph. */
@ObjectType()
abstract class CoverageCounts {
  @Field(() => Int, { description: 'Machines with an OpsMerge agent, or listed by BD, each once.' })
  machines!: number;

  @Field(() => Int, { description: 'Those with an OpsMerge agent.' })
  agents!: number;

  @Field(() => Int, { description: 'Those with an agent that BD protects.' })
  protectedAgents!: number;

  @Field(() => [GapCount], { description: 'Every kind of gap, also those that no machine has.' })
  gaps!: GapCount[];
}

@ObjectType('BitdefenderCoverageDay', { description: 'The coverage of one day.' })
export class CoverageDay extends CoverageCounts {
  @Field(() => String, { description: "The day in the tenant's time zone, as YYYY-MM-DD." })
  day!: string;

  @Field(() => Int, { description: 'How many clients are counted: those with machines that were told of on this day.' })
  clients!: number;
}

@ObjectType('BitdefenderCoverage', {
  description:
    'Which machines of a client, or of all clients, lack what. Devices of unmapped companies are not counted.',
})
export class Coverage extends CoverageCounts {
  @Field(() => Int, { description: 'How many clients are counted: those with machines.' })
  clients!: number;

  @Field(() => GraphQLDateTimeISO, {
    nullable: true,
    description: 'The oldest of the last syncs of the companies concerned; null if one was never read.',
  })
  asOf!: Date | null;

  @Field(() => Boolean, { description: 'Whether that is too long ago, or one of them is not read any more.' })
  stale!: boolean;

  /** Null for the whole tenant. */
  clientId!: string | null;
}
