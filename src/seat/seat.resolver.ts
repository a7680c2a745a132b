import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { loadDevice } from '../device/detail/device.loader.js';
import type { DeviceReader } from '../device/detail/device.reader.js';
import { Device } from '../device/detail/device.type.js';
import { Loader, loaderOf, type RequestContext } from '../graphql/context.js';
import { UserInputError } from '../graphql/errors.js';
import { type ConnectionPage, pagingOf } from '../graphql/paging.js';
import { Integration } from '../integration/integration.type.js';
import { isMonth } from './month.js';
import type { SeatReader, SeatsWanted } from './seat.reader.js';
import {
  SeatMachineConnection,
  SeatMachinesArgs,
  SeatMachineType,
  SeatMonth,
  SeatReading,
  Seats,
  SeatsArgs,
  SeatsConnection,
} from './seat.type.js';

@Resolver()
export class SeatResolver {
  constructor(private readonly reader: SeatReader) {}

  @Query(() => SeatsConnection, {
    description:
      'Seats that GravityZone counts, and the machines that explain them, for each company of a month, by name. Mapped companies only.',
  })
  bitdefenderSeats(
    @Ctx() { viewer }: RequestContext,
    @Args(() => SeatsArgs) args: SeatsArgs,
  ): Promise<ConnectionPage<Seats>> {
    const { paging, others } = pagingOf(args);
    return this.reader.page(viewer.tenantId, wantedSeats(others), paging);
  }

  @Query(() => [SeatMonth], {
    description: 'Months in which seats were looked at, with the sums of their companies, newest first; at most 15.',
  })
  bitdefenderSeatMonths(
    @Ctx() { viewer }: RequestContext,
    @Arg('clientId', () => ID, { nullable: true, description: 'Companies of this client; of all if null.' })
    clientId?: string | null,
  ): Promise<SeatMonth[]> {
    return this.reader.months(viewer.tenantId, clientId ?? null);
  }

  @Query(() => SeatMachineConnection, {
    description: 'Machines behind the seats of a company in a month, by name. Empty if there are no such seats.',
  })
  bitdefenderSeatMachines(
    @Ctx() { viewer }: RequestContext,
    @Args(() => SeatMachinesArgs) args: SeatMachinesArgs,
  ): Promise<ConnectionPage<SeatMachineType>> {
    const { paging, others } = pagingOf(args);
    const { seatsId, category, withoutAgent } = others;
    return this.reader.machines(viewer.tenantId, { seatsId, category: category ?? null, withoutAgent }, paging);
  }
}

/** The seats that arguments ask for. Throws UserInputError for what is no month. */
export function wantedSeats({ month, clientId, differing }: Partial<SeatsArgs>): SeatsWanted {
  if (typeof month === 'string' && !isMonth(month))
    throw new UserInputError('BAD_MONTH', 'Write the month like 2026-03.', ['month']);
  return { month: month ?? null, clientId: clientId ?? null, differing: differing ?? false };
}

/** From a machine behind seats to the device as it is now. */
@Resolver(() => SeatMachineType)
export class SeatMachineDeviceResolver {
  constructor(private readonly devices: DeviceReader) {}

  @FieldResolver(() => Device, {
    nullable: true,
    description: 'Device as it is now; null for an agent that Bitdefender does not know.',
  })
  device(@Root() { deviceId }: SeatMachineType, @Ctx() context: RequestContext): Promise<Device | null> | null {
    return deviceId === null ? null : loadDevice(context, this.devices, deviceId);
  }

  @FieldResolver(() => Device, {
    nullable: true,
    description: 'Device that represents the same machine; null unless it is a DUPLICATE.',
  })
  sameAs(@Root() { sameAsId }: SeatMachineType, @Ctx() context: RequestContext): Promise<Device | null> | null {
    return sameAsId === null ? null : loadDevice(context, this.devices, sameAsId);
  }
}

/** From an integration to how its seats are read. */
@Resolver(() => Integration)
export class IntegrationSeatsResolver {
  constructor(private readonly reader: SeatReader) {}

  @FieldResolver(() => SeatReading, {
    nullable: true,
    description:
      'How its seats are read; null before the first time, which follows the first sync, and on-premises, where none are counted.',
  })
  seatReading(@Root() { id }: Integration, @Ctx() context: RequestContext): Promise<SeatReading | null> {
    const loader = loaderOf<string, SeatReading | null>(context, 'seatReading', () => {
      return new Loader((ids) => this.reader.readings(context.viewer.tenantId, ids));
    });
    return loader.load(id);
  }
}
