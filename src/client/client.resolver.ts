import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import type { AlertCountsReader } from '../alert/counts/alert-counts.reader.js';
import { loadAlertCounts } from '../alert/counts/alert-counts.resolver.js';
import { AlertCounts } from '../alert/counts/alert-counts.type.js';
import type { Database } from '../database/database.js';
import type { CoverageReader } from '../device/coverage/coverage.reader.js';
import { loadCoverage } from '../device/coverage/coverage.resolver.js';
import { Coverage } from '../device/coverage/coverage.type.js';
import { loadMachinesOfClient } from '../device/machine/machine.loader.js';
import type { MachineReader } from '../device/machine/machine.reader.js';
import { type Machine, MachineListArgs } from '../device/machine/machine.type.js';
import { MachineConnection } from '../device/machine/machine-page.type.js';
import { Loader, loaderOf, type RequestContext } from '../graphql/context.js';
import { ClientReference } from '../graphql/core-types.js';
import { selectedFields } from '../graphql/lists/selected-fields.js';
import type { ConnectionPage, CountedPage } from '../graphql/paging.js';
import type { ClientWatch } from '../live/client-watch.js';
import { loadCounts } from '../threat/counts/threat-counts.loader.js';
import type { ThreatCountsReader } from '../threat/counts/threat-counts.reader.js';
import { ThreatCounts, ThreatCountsArguments } from '../threat/counts/threat-counts.type.js';
import { loadThreatsOfClient } from '../threat/list/threat.loader.js';
import type { ThreatReader } from '../threat/list/threat.reader.js';
import { type Threat, ThreatListArguments } from '../threat/list/threat.type.js';
import { ThreatConnection } from '../threat/list/threat-page.type.js';
import { readClients } from './client.reader.js';
import { BitdefenderClient, ClientSite } from './client.type.js';
import { readSites } from './client-sites.js';

/** The contributed field on core's Client. */
@Resolver(() => ClientReference)
export class ClientResolver {
  constructor(
    private readonly database: Database,
    private readonly watch: ClientWatch,
  ) {}

  @FieldResolver(() => BitdefenderClient, {
    nullable: true,
    description: 'Bitdefender data of the client; null if no company is mapped to it.',
  })
  bitdefender(@Root() client: ClientReference, @Ctx() context: RequestContext): Promise<BitdefenderClient | null> {
    const loader = loaderOf<string, BitdefenderClient | null>(context, 'client', () => {
      return new Loader(async (ids) => {
        const [only] = ids;
        // Only the page of one client marks it as watched; a list of clients does not.
        if (ids.length === 1 && only !== undefined) await this.watch.seen(context.viewer, only);
        return readClients(this.database, context.viewer.tenantId, ids);
      });
    });
    return loader.load(client.id);
  }
}

@Resolver(() => BitdefenderClient)
export class BitdefenderClientResolver {
  constructor(
    private readonly parts: {
      database: Database;
      machines: MachineReader;
      coverage: CoverageReader;
      threats: ThreatReader;
      counts: ThreatCountsReader;
      alertCounts: AlertCountsReader;
    },
  ) {}

  @FieldResolver(() => MachineConnection, {
    description: "Machines of the client, merged from OpsMerge's agents and BD's devices, each machine once.",
  })
  devices(
    @Root() { clientId }: BitdefenderClient,
    @Ctx() context: RequestContext,
    @Args(() => MachineListArgs) args: MachineListArgs,
  ): Promise<CountedPage<Machine>> {
    return loadMachinesOfClient(context, this.parts.machines, clientId, args);
  }

  @FieldResolver(() => ThreatConnection, {
    description: 'Threats of the client; unresolved ones of severity HIGH and above by default.',
  })
  threats(
    @Root() { clientId }: BitdefenderClient,
    @Ctx() context: RequestContext,
    @Args() args: ThreatListArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<ConnectionPage<Threat>> {
    return loadThreatsOfClient(context, this.parts.threats, clientId, args, info);
  }

  @FieldResolver(() => ThreatCounts, { description: 'Counts of the threats of the client.' })
  threatCounts(
    @Root() { clientId }: BitdefenderClient,
    @Ctx() context: RequestContext,
    @Args() { timeZone }: ThreatCountsArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<ThreatCounts> {
    const asked = { timeZone, fields: selectedFields(info) };
    return loadCounts(context, this.parts.counts, { kind: 'CLIENT', clientId }, asked);
  }

  @FieldResolver(() => AlertCounts, { description: 'Number of alerts of the client that are not resolved.' })
  alertCounts(@Root() { clientId }: BitdefenderClient, @Ctx() context: RequestContext): Promise<AlertCounts> {
    return loadAlertCounts(context, this.parts.alertCounts, clientId);
  }

  @FieldResolver(() => [ClientSite], {
    description: 'Sites of the client at which it has agents, by name, at most 100; empty where OpsMerge names none.',
  })
  sites(@Root() { clientId }: BitdefenderClient, @Ctx() context: RequestContext): Promise<ClientSite[]> {
    const loader = loaderOf<string, ClientSite[]>(
      context,
      'clientSites',
      () => new Loader((ids) => readSites(this.parts.database, context.viewer.tenantId, ids)),
    );
    return loader.load(clientId);
  }

  @FieldResolver(() => Coverage, { description: 'Protection gaps of the machines of the client, as of the last sync.' })
  coverage(@Root() { clientId }: BitdefenderClient, @Ctx() context: RequestContext): Promise<Coverage> {
    return loadCoverage(context, this.parts.coverage, clientId);
  }
}
