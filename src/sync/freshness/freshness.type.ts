import { GraphQLDateTimeISO } from 'graphql-scalars';
import { Field, Int, ObjectType } from 'type-graphql';
import { StreamName } from '../history/sync.type.js';

@ObjectType('BitdefenderStreamFreshness', { description: 'When one part of a sync last succeeded.' })
export class StreamFreshness {
  @Field(() => StreamName, { description: 'Which part.' })
  stream!: StreamName;

  @Field(() => GraphQLDateTimeISO, {
    nullable: true,
    description: 'The start of the last run in which it succeeded; null if it never did.',
  })
  lastSucceededAt!: Date | null;

  @Field(() => Boolean, { description: 'Whether that is longer ago than it should be.' })
  stale!: boolean;
}

@ObjectType('BitdefenderFreshness', {
  description:
    'How old what was read of the mapped companies is. Stale means: 33 minutes for an active client, else 2 hours.',
})
export class Freshness {
  @Field(() => GraphQLDateTimeISO, {
    nullable: true,
    description: 'Up to when all the companies have been read; null while one has not.',
  })
  lastSyncedAt!: Date | null;

  @Field(() => GraphQLDateTimeISO, {
    nullable: true,
    description: 'From when on the oldest of them counts as stale; null when one was never read or is not polled.',
  })
  staleAt!: Date | null;

  @Field(() => Boolean, { description: 'Whether any of them is stale now.' })
  stale!: boolean;

  @Field(() => Int, { description: 'How many companies are stale now.' })
  staleCompanies!: number;

  @Field(() => [StreamFreshness], { description: 'The same for each part of a sync, in the order in which they run.' })
  streams!: StreamFreshness[];
}
