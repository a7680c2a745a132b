import DataLoader from 'dataloader';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { BitdefenderClient } from '../company/client.type.js';
import { Connection } from '../connection/connection.type.js';
import { loaderOf, type RequestContext } from '../graphql/context.js';
import type { FreshnessReader } from './freshness.reader.js';
import { Freshness } from './freshness.type.js';

/** What syncing adds to a client. */
@Resolver(() => BitdefenderClient)
export class ClientFreshnessResolver {
  constructor(private readonly reader: FreshnessReader) {}

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
