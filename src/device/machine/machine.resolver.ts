import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../../graphql/context.js';
import { type CountedPage, pagingOf } from '../../graphql/paging.js';
import { loadDevice } from '../detail/device.loader.js';
import type { DeviceReader } from '../detail/device.reader.js';
import { Device } from '../detail/device.type.js';
import type { MachineReader } from './machine.reader.js';
import { Machine, MachineListArgs } from './machine.type.js';
import { MachineConnection } from './machine-page.type.js';

@Resolver(() => Machine)
export class MachineResolver {
  constructor(
    private readonly reader: MachineReader,
    private readonly devices: DeviceReader,
  ) {}

  @Query(() => MachineConnection, {
    description: 'Merged list of the OpsMerge agents and Bitdefender devices of the tenant, each machine once.',
  })
  bitdefenderDevices(
    @Ctx() { viewer }: RequestContext,
    @Args(() => MachineListArgs) args: MachineListArgs,
  ): Promise<CountedPage<Machine>> {
    const { paging, others: list } = pagingOf(args);
    return this.reader.page(viewer.tenantId, { ...list, filter: list.filter ?? {} }, paging);
  }

  @FieldResolver(() => Device, {
    nullable: true,
    description:
      'The Bitdefender device of the machine, which may no longer be listed or protected: see `knownTo`; null if there is none.',
  })
  device(@Root() machine: Machine, @Ctx() context: RequestContext): Promise<Device | null> | null {
    return machine.deviceId === null ? null : loadDevice(context, this.devices, machine.deviceId);
  }
}
