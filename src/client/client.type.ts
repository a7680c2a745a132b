import { Field, ObjectType } from 'type-graphql';
import { Company } from '../company/company.type.js';

@ObjectType('BitdefenderClient', { description: 'Bitdefender data of a client.' })
export class BitdefenderClient {
  @Field(() => [Company], { description: 'Companies mapped to the client.' })
  companies!: Company[];

  @Field(() => Date, {
    nullable: true,
    description:
      'Time of the last complete sync of the least recently synced company; null if one was never synced completely.',
  })
  lastSyncedAt!: Date | null;

  @Field(() => Boolean, {
    description: 'Whether a company of the client is polled; false if their integrations are disconnected.',
  })
  syncing!: boolean;

  clientId!: string;
}
