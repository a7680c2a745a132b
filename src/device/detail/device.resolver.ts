import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, FieldResolver, ID, Info, Query, Resolver, Root } from 'type-graphql';
import { Loader, loaderOf, type RequestContext } from '../../graphql/context.js';
import { selectedFields } from '../../graphql/lists/selected-fields.js';
import type { ConnectionPage } from '../../graphql/paging.js';
import { loadCounts } from '../../threat/counts/threat-counts.loader.js';
import type { ThreatCountsReader } from '../../threat/counts/threat-counts.reader.js';
import { ThreatCounts, ThreatCountsArguments } from '../../threat/counts/threat-counts.type.js';
import { loadThreatsOfMachine } from '../../threat/list/threat.loader.js';
import type { ThreatReader } from '../../threat/list/threat.reader.js';
import { type Threat, ThreatListArguments } from '../../threat/list/threat.type.js';
import { ThreatConnection } from '../../threat/list/threat-page.type.js';
import { loadDevice } from './device.loader.js';
import type { DeviceReader } from './device.reader.js';
import { Device } from './device.type.js';
import type { DeviceEventReader } from './device-event.reader.js';
import { DeviceEvent, DeviceEventArgs } from './device-event.type.js';

@Resolver(() => Device)
export class DeviceResolver {
  constructor(
    private readonly reader: DeviceReader,
    private readonly eventReader: DeviceEventReader,
    private readonly threatReader: ThreatReader,
    private readonly counts: ThreatCountsReader,
  ) {}

  @Query(() => Device, { nullable: true, description: 'A device by id; null if it does not exist.' })
  bitdefenderDevice(
    @Ctx() context: RequestContext,
    @Arg('id', () => ID, { description: 'Id of the device.' }) id: string,
  ): Promise<Device | null> {
    return loadDevice(context, this.reader, id);
  }

  @FieldResolver(() => ThreatCounts, {
    description:
      'Number of threats of the machine, under any Bitdefender id and name. Twins share the counts of their machine.',
  })
  threatCounts(
    @Root() device: Device,
    @Ctx() context: RequestContext,
    @Args() { timeZone }: ThreatCountsArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<ThreatCounts> {
    const asked = { timeZone, fields: selectedFields(info) };
    return loadCounts(context, this.counts, { kind: 'MACHINE', deviceId: device.id }, asked);
  }

  @FieldResolver(() => ThreatConnection, {
    description:
      'Threats of the machine, under any Bitdefender id and name. Twins share the threats of their machine. By default, unresolved threats of severity HIGH and above.',
  })
  threats(
    @Root() device: Device,
    @Ctx() context: RequestContext,
    @Args() args: ThreatListArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<ConnectionPage<Threat>> {
    return loadThreatsOfMachine(context, this.threatReader, device.id, args, info);
  }

  @FieldResolver(() => [Device], {
    description:
      'Other Bitdefender devices that are the same machine: duplicates, and those from before a reinstallation.',
  })
  twins(@Root() device: Device, @Ctx() context: RequestContext): Promise<Device[]> {
    const loader = loaderOf<string, Device[]>(context, 'twins', () => {
      return new Loader((ids) => this.reader.twins(context.viewer.tenantId, ids));
    });
    return loader.load(device.id);
  }

  @FieldResolver(() => [DeviceEvent], {
    description:
      'Events of the machine, under any Bitdefender id, newest first. Twins share the events of their machine.',
  })
  events(
    @Root() device: Device,
    @Ctx() context: RequestContext,
    @Args() { first }: DeviceEventArgs,
  ): Promise<DeviceEvent[]> {
    const loader = loaderOf<string, DeviceEvent[]>(context, `deviceEvents ${first}`, () => {
      return new Loader((ids) => this.eventReader.ofDevices(context.viewer.tenantId, ids, first));
    });
    return loader.load(device.id);
  }
}
