import DataLoader from 'dataloader';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { BitdefenderClient } from '../../client/client.type.js';
import { Connection } from '../../connection/connection.type.js';
import { loaderOf, type RequestContext } from '../../graphql/context.js';
import type { CadenceReader } from '../cadence/cadence.reader.js';
import { Cadence } from '../cadence/cadence.type.js';
import type { FreshnessReader } from './freshness.reader.js';
import { Freshness } from './freshness.type.js';
import type { StateAgeReader } from './state-age.reader.js';
import { DeviceStateAge } from './state-age.type.js';

/** Fields of a client that the sync contributes. */
@Resolver(() => BitdefenderClient)
export class ClientFreshnessResolver {
  constructor(
    private readonly reader: FreshnessReader,
    private readonly cadences: CadenceReader,
    private readonly stateAges: StateAgeReader,
  ) {}

  @FieldResolver(() => Cadence, { description: 'Target and actual sync interval of the client.' })
  cadence(@Root() { clientId }: BitdefenderClient, @Ctx() context: RequestContext): Promise<Cadence> {
    return loaderOf<string, Cadence>(context, 'clientCadence', () => {
      return new DataLoader((ids) => this.cadences.ofClients(context.viewer.tenantId, ids));
    }).load(clientId);
  }

  @FieldResolver(() => Freshness, { description: 'Freshness of the data of the client.' })
  freshness(@Root() { clientId }: BitdefenderClient, @Ctx() context: RequestContext): Promise<Freshness> {
    return loaderOf<string, Freshness>(context, 'clientFreshness', () => {
      return new DataLoader((ids) => this.reader.ofClients(context.viewer.tenantId, ids));
    }).load(clientId);
  }

  @FieldResolver(() => DeviceStateAge, { description: 'Age of the states of the managed devices of the client.' })
  deviceStates(@Root() { clientId }: BitdefenderClient, @Ctx() context: RequestContext): Promise<DeviceStateAge> {
    return loaderOf<string, DeviceStateAge>(context, 'clientStateAge', () => {
      return new DataLoader((ids) => this.stateAges.ofClients(context.viewer.tenantId, ids));
    }).load(clientId);
  }
}

/** Fields of a connection that the sync contributes. */
@Resolver(() => Connection)
export class ConnectionFreshnessResolver {
  constructor(
    private readonly reader: FreshnessReader,
    private readonly stateAges: StateAgeReader,
  ) {}

  @FieldResolver(() => Freshness, { description: 'Freshness of the data of the mapped companies.' })
  freshness(@Root() { id }: Connection, @Ctx() context: RequestContext): Promise<Freshness> {
    return loaderOf<string, Freshness>(context, 'connectionFreshness', () => {
      return new DataLoader((ids) => this.reader.ofConnections(context.viewer.tenantId, ids));
    }).load(id);
  }

  @FieldResolver(() => DeviceStateAge, {
    description: 'Age of the states of the managed devices of the mapped companies.',
  })
  deviceStates(@Root() { id }: Connection, @Ctx() context: RequestContext): Promise<DeviceStateAge> {
    return loaderOf<string, DeviceStateAge>(context, 'connectionStateAge', () => {
      return new DataLoader((ids) => this.stateAges.ofConnections(context.viewer.tenantId, ids));
    }).load(id);
  }
}
