import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { BitdefenderClient } from '../../client/client.type.js';
import { Loader, loaderOf, type RequestContext } from '../../graphql/context.js';
import { Integration } from '../../integration/integration.type.js';
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
      return new Loader((ids) => this.cadences.ofClients(context.viewer.tenantId, ids));
    }).load(clientId);
  }

  @FieldResolver(() => Freshness, { description: 'Freshness of the data of the client.' })
  freshness(@Root() { clientId }: BitdefenderClient, @Ctx() context: RequestContext): Promise<Freshness> {
    return loaderOf<string, Freshness>(context, 'clientFreshness', () => {
      return new Loader((ids) => this.reader.ofClients(context.viewer.tenantId, ids));
    }).load(clientId);
  }

  @FieldResolver(() => DeviceStateAge, { description: 'Age of the states of the managed devices of the client.' })
  deviceStates(@Root() { clientId }: BitdefenderClient, @Ctx() context: RequestContext): Promise<DeviceStateAge> {
    return loaderOf<string, DeviceStateAge>(context, 'clientStateAge', () => {
      return new Loader((ids) => this.stateAges.ofClients(context.viewer.tenantId, ids));
    }).load(clientId);
  }
}

/** Fields of an integration that the sync contributes. */
@Resolver(() => Integration)
export class IntegrationFreshnessResolver {
  constructor(
    private readonly reader: FreshnessReader,
    private readonly stateAges: StateAgeReader,
  ) {}

  @FieldResolver(() => Freshness, { description: 'Freshness of the data of the mapped companies.' })
  freshness(@Root() { id }: Integration, @Ctx() context: RequestContext): Promise<Freshness> {
    return loaderOf<string, Freshness>(context, 'connectionFreshness', () => {
      return new Loader((ids) => this.reader.ofIntegrations(context.viewer.tenantId, ids));
    }).load(id);
  }

  @FieldResolver(() => DeviceStateAge, {
    description: 'Age of the states of the managed devices of the mapped companies.',
  })
  deviceStates(@Root() { id }: Integration, @Ctx() context: RequestContext): Promise<DeviceStateAge> {
    return loaderOf<string, DeviceStateAge>(context, 'connectionStateAge', () => {
      return new Loader((ids) => this.stateAges.ofIntegrations(context.viewer.tenantId, ids));
    }).load(id);
  }
}
