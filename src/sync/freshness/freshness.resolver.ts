import DataLoader from 'dataloader';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { BitdefenderClient } from '../../client/client.type.js';
import { Connection } from '../../connection/connection.type.js';
import { loaderOf, type RequestContext } from '../../graphql/context.js';
import type { CadenceReader } from '../cadence/cadence.reader.js';
import { Cadence } from '../cadence/cadence.type.js';
import type { FreshnessReader } from './freshness.reader.js';
import { Freshness } from './freshness.type.js';

/** What syncing adds to a client. */
@Resolver(() => BitdefenderClient)
export class ClientFreshnessResolver {
  constructor(
    private readonly reader: FreshnessReader,
    private readonly cadences: CadenceReader,
  ) {}

  @FieldResolver(() => Cadence, { description: 'How often it is to be read, and how often it was.' })
  cadence(@Root() { clientId }: BitdefenderClient, @Ctx() context: RequestContext): Promise<Cadence> {
    return loaderOf<string, Cadence>(context, 'clientCadence', () => {
      return new DataLoader((ids) => this.cadences.ofClients(context.viewer.tenantId, ids));
    }).load(clientId);
  }

  @FieldResolver(() => Freshness, { description: 'How old its data are, and whether that is too old.' })
  freshness(@Root() { clientId }: BitdefenderClient, @Ctx() context: RequestContext): Promise<Freshness> {
    return loaderOf<string, Freshness>(context, 'clientFreshness', () => {
      return new DataLoader((ids) => this.reader.ofClients(context.viewer.tenantId, ids));
    }).load(clientId);
  }
}

/** What syncing adds to a connection. */
@Resolver(() => Connection)
export class ConnectionFreshnessResolver {
  constructor(private readonly reader: FreshnessReader) {}

  @FieldResolver(() => Freshness, { description: 'How old the data of its mapped companies are.' })
  freshness(@Root() { id }: Connection, @Ctx() context: RequestContext): Promise<Freshness> {
    return loaderOf<string, Freshness>(context, 'connectionFreshness', () => {
      return new DataLoader((ids) => this.reader.ofConnections(context.viewer.tenantId, ids));
    }).load(id);
  }
}
