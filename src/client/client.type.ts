import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Company } from '../company/company.type.js';
import { graphEnum } from '../graphql/graph-enum.js';
import type { ClientState } from '../opsmerge/client-state.js';

export const ClientStateEnum = graphEnum('BitdefenderClientState', 'State of a client in OpsMerge.', {
  ACTIVE: 'A customer; also a client of whose state OpsMerge says nothing.',
  ARCHIVED:
    'No longer a customer: its companies rest, its data are kept, no alert of it acts, and its portal is closed.',
  LEAD: 'Not yet a customer; treated like an active one.',
});

@ObjectType('BitdefenderSite', {
  description: 'Site of a client in OpsMerge, such as a branch, at which machines are.',
})
export class ClientSite {
  @Field(() => ID, { description: 'ID of the site in OpsMerge.' })
  id!: string;

  @Field(() => String, { description: 'Name of the site.' })
  name!: string;

  @Field(() => Int, { description: 'Number of agents at the site, as of the last sync.' })
  agents!: number;
}

@ObjectType('BitdefenderClient', { description: 'Bitdefender data of a client.' })
export class BitdefenderClient {
  @Field(() => ClientStateEnum, {
    description: 'State of the client, as OpsMerge last said; at most five minutes old.',
  })
  state!: ClientState;

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
