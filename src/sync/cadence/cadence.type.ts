import { Field, Int, ObjectType } from 'type-graphql';

@ObjectType('BitdefenderCadence', { description: 'Target and actual sync interval of a client.' })
export class Cadence {
  @Field(() => Boolean, { description: 'Whether the client is active.' })
  active!: boolean;

  @Field(() => [String], { description: 'Reasons why the client is active; empty if it is not.' })
  reasons!: string[];

  @Field(() => Int, {
    description: 'Target interval between syncs in seconds; up to 10% is added to spread integrations.',
  })
  aimedSeconds!: number;

  @Field(() => Date, {
    nullable: true,
    description: 'Time when the next sync is due; null if the client is not polled.',
  })
  nextSyncAt!: Date | null;

  @Field(() => Int, { description: 'Number of complete syncs in the last 24 hours.' })
  syncs!: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Median interval between these syncs in seconds; null if there are fewer than two.',
  })
  medianSeconds!: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Longest interval without a complete sync in seconds, including the time since the last one; null if there are none.',
  })
  longestSeconds!: number | null;
}
