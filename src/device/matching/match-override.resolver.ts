import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Loader, loaderOf, type RequestContext } from '../../graphql/context.js';
import { UserReference, userOf } from '../../graphql/core-types.js';
import { PayloadMutation, payloadOf } from '../../graphql/errors.js';
import type { DeviceReader } from '../detail/device.reader.js';
import { Device } from '../detail/device.type.js';
import type { MatchOverrideReader } from './match-override.reader.js';
import type { MatchOverrideService } from './match-override.service.js';
import {
  ForbidMatchInput,
  MatchOverride,
  MatchOverridePayload,
  PinDeviceInput,
  RemoveMatchOverrideInput,
} from './match-override.type.js';

@Resolver(() => Device)
export class MatchOverrideResolver {
  constructor(
    private readonly service: MatchOverrideService,
    private readonly reader: MatchOverrideReader,
    private readonly devices: DeviceReader,
  ) {}

  @FieldResolver(() => [MatchOverride], {
    description:
      'Decisions of users on the match of the device, including those made for its former ids, oldest first.',
  })
  matchDecisions(@Root() device: Device, @Ctx() context: RequestContext): Promise<MatchOverride[]> {
    const loader = loaderOf<string, MatchOverride[]>(context, 'matchDecisions', () => {
      return new Loader((ids) => this.reader.ofDevices(context.viewer.tenantId, ids));
    });
    return loader.load(device.id);
  }

  @PayloadMutation(MatchOverridePayload, {
    description: 'Pins a device to an agent as the same machine, until the decision is removed.',
  })
  pinBitdefenderDevice(
    @Ctx() context: RequestContext,
    @Arg('input', () => PinDeviceInput, { description: 'The device and the agent to pin.' }) input: PinDeviceInput,
  ): Promise<MatchOverridePayload> {
    return this.payload(context, () => this.service.decide(context.viewer, 'PIN', input));
  }

  @PayloadMutation(MatchOverridePayload, {
    description: 'Forbids the match of a device and an agent, until the decision is removed.',
  })
  forbidBitdefenderMatch(
    @Ctx() context: RequestContext,
    @Arg('input', () => ForbidMatchInput, { description: 'The device and the agent not to match.' })
    input: ForbidMatchInput,
  ): Promise<MatchOverridePayload> {
    return this.payload(context, () => this.service.decide(context.viewer, 'FORBID', input));
  }

  @PayloadMutation(MatchOverridePayload, { description: 'Removes a decision, so that matching decides again.' })
  removeBitdefenderMatchDecision(
    @Ctx() context: RequestContext,
    @Arg('input', () => RemoveMatchOverrideInput, { description: 'The decision to remove.' })
    input: RemoveMatchOverrideInput,
  ): Promise<MatchOverridePayload> {
    return this.payload(context, () => this.service.remove(context.viewer, input.decisionId));
  }

  private payload(context: RequestContext, decide: () => Promise<string>): Promise<MatchOverridePayload> {
    return payloadOf(async () => {
      const deviceId = await decide();
      // An earlier mutation of the same request may have cached the device.
      context.loaders.clear();
      const found = await this.devices.byIds(context.viewer.tenantId, [deviceId]);
      return { device: found.get(deviceId) ?? null };
    });
  }
}

/** From a decision about a match to the person who made it. */
@Resolver(() => MatchOverride)
export class MatchOverridePeopleResolver {
  @FieldResolver(() => UserReference, { nullable: true, description: 'User who decided; null if it was not a person.' })
  decidedByUser(@Root() { decidedBy }: MatchOverride): UserReference | null {
    return userOf(decidedBy);
  }
}
