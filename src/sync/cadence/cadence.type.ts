import { GraphQLDateTimeISO } from 'graphql-scalars';
import { Field, Int, ObjectType } from 'type-graphql';

@ObjectType('BitdefenderCadence', { description: 'How often a client is to be read, and how often it was.' })
export class Cadence {
  @Field(() => Boolean, { description: 'Whether it counts as active now.' })
  active!: boolean;

  @Field(() => [String], { description: 'Why it counts as active.' })
  reasons!: string[];

  @Field(() => Int, { description: 'How often it is to be read, in seconds; up to a tenth more keeps tenants apart.' })
  aimedSeconds!: number;

  @Field(() => GraphQLDateTimeISO, { nullable: true, description: 'When it is due next; null when it is not polled.' })
  nextSyncAt!: Date | null;

  @Field(() => Int, { description: 'Syncs of the last 24 hours that brought it up to date.' })
  syncs!: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Half of the times between them were shorter, in seconds; null with fewer than two.',
  })
  medianSeconds!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The longest time without one, in seconds, that since the last one included; null without any.',
  })
  longestSeconds!: number | null;
}
