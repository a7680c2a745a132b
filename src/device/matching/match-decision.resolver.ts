import DataLoader from 'dataloader';
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { loaderOf, type RequestContext } from '../../graphql/context.js';
import { payloadOf } from '../../graphql/errors.js';
import type { DeviceReader } from '../detail/device.reader.js';
import { Device } from '../detail/device.type.js';
import type { MatchDecisionReader } from './match-decision.reader.js';
import type { MatchDecisionService } from './match-decision.service.js';
import {
  ForbidMatchInput,
  MatchDecision,
  MatchDecisionPayload,
  PinDeviceInput,
  RemoveMatchDecisionInput,
} from './match-decision.type.js';

@Resolver(() => Device)
export class MatchDecisionResolver {
  constructor(
    private readonly service: MatchDecisionService,
    private readonly reader: MatchDecisionReader,
    private readonly devices: DeviceReader,
  ) {}

  @FieldResolver(() => [MatchDecision], {
    description: 'What people decided of its match, also under former ids of the machine, the earliest first.',
  })
  matchDecisions(@Root() device: Device, @Ctx() context: RequestContext): Promise<MatchDecision[]> {
    const loader = loaderOf<string, MatchDecision[]>(context, 'matchDecisions', () => {
      return new DataLoader((ids) => this.reader.ofDevices(context.viewer.tenantId, ids));
    });
    return loader.load(device.id);
  }

  @Mutation(() => MatchDecisionPayload, {
    description: 'Says that a device and an agent are one machine; holds until it is taken back.',
  })
  pinBitdefenderDevice(
    @Ctx() context: RequestContext,
    @Arg('input', () => PinDeviceInput, { description: 'Which two.' }) input: PinDeviceInput,
  ): Promise<MatchDecisionPayload> {
    return this.payload(context, () => this.service.decide(context.viewer, 'PIN', input));
  }

  @Mutation(() => MatchDecisionPayload, {
    description: 'Says that a device and an agent are never one machine; holds until it is taken back.',
  })
  forbidBitdefenderMatch(
    @Ctx() context: RequestContext,
    @Arg('input', () => ForbidMatchInput, { description: 'Which two.' }) input: ForbidMatchInput,
  ): Promise<MatchDecisionPayload> {
    return this.payload(context, () => this.service.decide(context.viewer, 'FORBID', input));
  }

  @Mutation(() => MatchDecisionPayload, { description: 'Takes a decision back: matching decides again.' })
  removeBitdefenderMatchDecision(
    @Ctx() context: RequestContext,
    @Arg('input', () => RemoveMatchDecisionInput, { description: 'Which decision.' }) input: RemoveMatchDecisionInput,
  ): Promise<MatchDecisionPayload> {
    return this.payload(context, () => this.service.remove(context.viewer, input.decisionId));
  }

  private payload(context: RequestContext, decide: () => Promise<string>): Promise<MatchDecisionPayload> {
    return payloadOf(async () => {
      const deviceId = await decide();
      // An earlier mutation of the same request may have filled them.
      context.loaders.clear();
      const found = await this.devices.byIds(context.viewer.tenantId, [deviceId]);
      return { device: found.get(deviceId) ?? null };
    });
  }
}
