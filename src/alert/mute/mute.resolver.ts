import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { loadDevice } from '../../device/detail/device.loader.js';
import type { DeviceReader } from '../../device/detail/device.reader.js';
import { Device } from '../../device/detail/device.type.js';
import { Loader, loaderOf, type RequestContext } from '../../graphql/context.js';
import { UserReference, userOf } from '../../graphql/core-types.js';
import { PayloadMutation, payloadOf } from '../../graphql/errors.js';
import { type ConnectionPage, type PageArguments, pageArguments } from '../../graphql/paging.js';
import { Alert } from '../list/alert.type.js';
import { type MuteReader, muteOf } from './mute.reader.js';
import type { MuteService } from './mute.service.js';
import {
  AlertMute,
  AlertMuteConnection,
  AlertMuteFilter,
  EndMuteInput,
  MuteAlertsInput,
  MutePayload,
} from './mute.type.js';

const Page = pageArguments();

@Resolver(() => AlertMute)
export class MuteResolver {
  constructor(
    private readonly service: MuteService,
    private readonly reader: MuteReader,
    private readonly devices: DeviceReader,
  ) {}

  @Query(() => AlertMuteConnection, { description: 'Mutes, latest end first.' })
  bitdefenderAlertMutes(
    @Ctx() { viewer }: RequestContext,
    @Arg('filter', () => AlertMuteFilter, {
      nullable: true,
      description: 'Filter of the list; mutes in effect by default.',
    })
    filter: AlertMuteFilter | null,
    @Args(() => Page) paging: PageArguments,
  ): Promise<ConnectionPage<AlertMute>> {
    return this.reader.page(viewer.tenantId, filter ?? { ended: false }, paging);
  }

  @PayloadMutation(MutePayload, {
    description:
      'Silences alerts to come, until a time. They are raised all the same, and say which mute silenced them.',
  })
  muteBitdefenderAlerts(
    @Ctx() { viewer }: RequestContext,
    @Arg('input', () => MuteAlertsInput, { description: 'What, until when, and why.' }) input: MuteAlertsInput,
  ): Promise<MutePayload> {
    return payloadOf(async () => ({ mute: muteOf(await this.service.create(viewer, input), new Date()) }));
  }

  @PayloadMutation(MutePayload, { description: 'Ends a mute now. Alerts it already suppressed stay suppressed.' })
  endBitdefenderAlertMute(
    @Ctx() { viewer }: RequestContext,
    @Arg('input', () => EndMuteInput, { description: 'Mute to end.' }) input: EndMuteInput,
  ): Promise<MutePayload> {
    return payloadOf(async () => ({ mute: muteOf(await this.service.end(viewer, input.muteId), new Date()) }));
  }

  @FieldResolver(() => UserReference, { nullable: true, description: 'User who muted; null if it was not a person.' })
  createdByUser(@Root() { createdBy }: AlertMute): UserReference | null {
    return userOf(createdBy);
  }

  @FieldResolver(() => UserReference, { nullable: true, description: 'User who ended it early; null if nobody did.' })
  endedByUser(@Root() { endedBy }: AlertMute): UserReference | null {
    return userOf(endedBy);
  }

  @FieldResolver(() => Device, {
    nullable: true,
    description: 'Muted device; null for any device, or if it no longer exists.',
  })
  device(@Root() mute: AlertMute, @Ctx() context: RequestContext): Promise<Device | null> | null {
    return mute.deviceId === null ? null : loadDevice(context, this.devices, mute.deviceId);
  }
}

@Resolver(() => Alert)
export class AlertMuteFieldResolver {
  constructor(private readonly reader: MuteReader) {}

  @FieldResolver(() => AlertMute, { nullable: true, description: 'The mute that silenced it; null unless one did.' })
  mute(@Root() alert: Alert, @Ctx() context: RequestContext): Promise<AlertMute | null> | null {
    if (alert.suppressedBy !== 'MUTE' || alert.suppressedById === null) return null;
    const loader = loaderOf<string, AlertMute | null>(context, 'alertMute', () => {
      return new Loader(async (ids) => {
        const found = await this.reader.byIds(context.viewer.tenantId, ids);
        return ids.map((id) => found.get(id) ?? null);
      });
    });
    return loader.load(alert.suppressedById);
  }
}
