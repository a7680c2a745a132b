import { GraphQLDateTimeISO } from 'graphql-scalars';
import { Field, Int, ObjectType } from 'type-graphql';
import { Company } from './company.type.js';

@ObjectType('BitdefenderCoverage', { description: 'Which machines of a client lack what.' })
export class Coverage {
  @Field(() => Int, { description: 'Agents with a device of BD.' })
  protectedAgents!: number;

  @Field(() => Int, { description: 'Agents without one.' })
  unprotectedAgents!: number;

  @Field(() => Int, { description: 'Devices of BD without an agent.' })
  devicesWithoutAgent!: number;

  @Field(() => Int, { description: 'Devices that could be several agents.' })
  ambiguousDevices!: number;

  @Field(() => Int, { description: 'Machines BD only noticed and does not protect.' })
  unmanagedDevices!: number;
}

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
