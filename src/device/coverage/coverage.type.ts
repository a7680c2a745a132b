import { Field, Int, ObjectType } from 'type-graphql';
import { Gap } from './gap.type.js';

@ObjectType('BitdefenderGapCount', { description: 'Number of machines with a gap.' })
export class GapCount {
  @Field(() => Gap, { description: 'The gap. Filter `bitdefenderDevices` by it to list the machines.' })
  gap!: Gap;

  @Field(() => Int, { description: 'Number of machines.' })
  machines!: number;
}

/** The fields that both coverage types share; not a type of the graph itself. */
@ObjectType()
abstract class CoverageCounts {
  @Field(() => Int, {
    description: 'Number of machines with an OpsMerge agent or listed by Bitdefender, each counted once.',
  })
  machines!: number;

  @Field(() => Int, { description: 'Number of machines with an OpsMerge agent.' })
  agents!: number;

  @Field(() => Int, { description: 'Number of machines with an OpsMerge agent that Bitdefender protects.' })
  protectedAgents!: number;

  @Field(() => [GapCount], { description: 'Number of machines for every gap, including gaps without machines.' })
  gaps!: GapCount[];
}

@ObjectType('BitdefenderCoverageDay', { description: 'Coverage of one day.' })
export class CoverageDay extends CoverageCounts {
  @Field(() => String, { description: "The day in the tenant's time zone, formatted YYYY-MM-DD." })
  day!: string;

  @Field(() => Int, { description: 'Number of clients with coverage recorded on the day.' })
  clients!: number;
}

@ObjectType('BitdefenderCoverage', {
  description:
    'Coverage of the machines of a client, or of all clients. Devices of unmapped companies are not counted.',
})
export class Coverage extends CoverageCounts {
  @Field(() => Int, { description: 'Number of clients with machines.' })
  clients!: number;

  @Field(() => Date, {
    nullable: true,
    description: 'Oldest last sync of the companies counted; null if one was never synced.',
  })
  asOf!: Date | null;

  @Field(() => Boolean, { description: 'Whether a last sync is too long ago, or a company is no longer synced.' })
  stale!: boolean;

  /** Null for the whole tenant. */
  clientId!: string | null;
}
