import { GraphQLDateTimeISO } from 'graphql-scalars';
import { Field, ObjectType } from 'type-graphql';
import { Company } from '../company/company.type.js';

@ObjectType('BitdefenderClient', { description: 'What BD knows of a client.' })
export class BitdefenderClient {
  @Field(() => [Company], { description: 'The companies that are mapped to it.' })
  companies!: Company[];

  @Field(() => GraphQLDateTimeISO, { nullable: true, description: 'Up to when all its companies have been read.' })
  lastSyncedAt!: Date | null;

  @Field(() => Boolean, {
    description: 'Whether it is polled; false when nothing is mapped or the connection was ended.',
  })
  syncing!: boolean;

  clientId!: string;
}
