import { Field, Int, ObjectType } from 'type-graphql';
import { StreamName } from '../history/sync.type.js';

@ObjectType('BitdefenderStreamFreshness', { description: 'Freshness of the data of one sync stream.' })
export class StreamFreshness {
  @Field(() => StreamName, { description: 'Name of the stream.' })
  stream!: StreamName;

  @Field(() => Date, {
    nullable: true,
    description: 'Start of the last run in which the stream succeeded; null if it never did.',
  })
  lastSucceededAt!: Date | null;

  @Field(() => Boolean, { description: 'Whether the data of the stream are stale or were never read.' })
  stale!: boolean;
}

@ObjectType('BitdefenderFreshness', {
  description:
    'Freshness of the data of mapped companies. Data are stale after 33 minutes for an active client, else after 2 hours.',
})
export class Freshness {
  @Field(() => Date, {
    nullable: true,
    description: 'Time up to which all companies have been read; null if one was never read.',
  })
  lastSyncedAt!: Date | null;

  @Field(() => Date, {
    nullable: true,
    description:
      'Time when the data of the oldest company become stale; null if a company was never read or is not polled.',
  })
  staleAt!: Date | null;

  @Field(() => Boolean, { description: 'Whether the data of any company are stale.' })
  stale!: boolean;

  @Field(() => Int, { description: 'Number of companies with stale data.' })
  staleCompanies!: number;

  @Field(() => [StreamFreshness], { description: 'Freshness of each sync stream, in the order in which they run.' })
  streams!: StreamFreshness[];
}
