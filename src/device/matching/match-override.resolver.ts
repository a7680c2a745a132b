import DataLoader from 'dataloader';
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { loaderOf, type RequestContext } from '../../graphql/context.js';
import { payloadOf } from '../../graphql/errors.js';
import type { DeviceReader } from '../detail/device.reader.js';
import { Device } from '../detail/device.type.js';
import type { MatchOverrideReader } from './match-override.reader.js';
import type { MatchOverrideService } from './match-override.service.js';
import {
  ForbidMatchInput,
  MatchOverride,
  MatchOverridePayload,
  PinDeviceInput,
  RemoveMatchDecisionInput,
} from './match-override.type.js';

@Resolver(() => Device)
export class MatchOverrideResolver {
  constructor(
    private readonly service: MatchOverrideService,
    private readonly reader: MatchOverrideReader,
    private readonly devices: DeviceReader,
  ) {}

  @FieldResolver(() => [MatchOverride], {
    description: 'What people decided of its match, also under former ids of the machine, the earliest first.',
  })
  matchDecisions(@Root() device: Device, @Ctx() context: RequestContext): Promise<MatchOverride[]> {
    const loader = loaderOf<string, MatchOverride[]>(context, 'matchDecisions', () => {
      return new DataLoader((ids) => this.reader.ofDevices(context.viewer.tenantId, ids));
    });
    return loader.load(device.id);
  }

  @Mutation(() => MatchOverridePayload, {
    description: 'Says that a device and an agent are one machine; holds until it is taken back.',
  })
  pinBitdefenderDevice(
    @Ctx() context: RequestContext,
    @Arg('input', () => PinDeviceInput, { description: 'Which two.' }) input: PinDeviceInput,
  ): Promise<MatchOverridePayload> {
    return this.payload(context, () => this.service.decide(context.viewer, 'PIN', input));
  }

  @Mutation(() => MatchOverridePayload, {
    description: 'Says that a device and an agent are never one machine; holds until it is taken back.',
  })
  forbidBitdefenderMatch(
    @Ctx() context: RequestContext,
    @Arg('input', () => ForbidMatchInput, { description: 'Which two.' }) input: ForbidMatchInput,
  ): Promise<MatchOverridePayload> {
    return this.payload(context, () => this.service.decide(context.viewer, 'FORBID', input));
  }

  @Mutation(() => MatchOverridePayload, { description: 'Takes a decision back: matching decides again.' })
  removeBitdefenderMatchDecision(
    @Ctx() context: RequestContext,
    @Arg('input', () => RemoveMatchDecisionInput, { description: 'Which decision.' }) input: RemoveMatchDecisionInput,
  ): Promise<MatchOverridePayload> {
    return this.payload(context, () => this.service.remove(context.viewer, input.decisionId));
  }

  private payload(context: RequestContext, decide: () => Promise<string>): Promise<MatchOverridePayload> {
    return payloadOf(async () => {
      const deviceId = await decide();
      // An earlier mutation of the same request may have filled them.
      context.loaders.clear();
      const found = await this.devices.byIds(context.viewer.tenantId, [deviceId]);
      return { device: found.get(deviceId) ?? null };
    });
  }
}
