import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { AgentReference } from '../../graphql/core-types.js';
import { Payload } from '../../graphql/errors.js';
import { graphEnum } from '../../graphql/graph-enum.js';
import { Device } from '../detail/device.type.js';
import { type OverrideKind } from './resolve-overrides.js';

export const MatchOverrideKind = graphEnum('BitdefenderMatchDecisionKind', 'The kind of a match decision.', {
  PIN: 'The device and the agent are the same machine.',
  FORBID: 'The device and the agent are never the same machine.',
});
export type MatchOverrideKind = keyof typeof MatchOverrideKind;

@ObjectType('BitdefenderMatchDecision', { description: "A user's decision on a device and an agent." })
export class MatchOverride {
  @Field(() => ID, { description: 'Id of the decision.' })
  id!: string;

  @Field(() => MatchOverrideKind, { description: 'The kind of decision.' })
  kind!: OverrideKind;

  @Field(() => ID, {
    description: 'Id of the device the decision was made for: this device, a twin or a predecessor.',
  })
  deviceId!: string;

  @Field(() => AgentReference, {
    description:
      'The agent the decision was made for, by its id at that time. If it no longer exists, the decision applies to the only agent with the same host name.',
  })
  agent!: AgentReference;

  @Field(() => String, { description: 'Subject of the user who decided.' })
  decidedBy!: string;

  @Field(() => Date, { description: 'When the decision was made.' })
  decidedAt!: Date;

  @Field(() => String, { nullable: true, description: 'Note of the user; null if none.' })
  note!: string | null;
}

@InputType('PinBitdefenderDeviceInput', { description: 'Input of `pinBitdefenderDevice`.' })
export class PinDeviceInput {
  @Field(() => ID, { description: 'Id of the device.' })
  deviceId!: string;

  @Field(() => ID, { description: 'Id of the agent, which must belong to the same client.' })
  agentId!: string;

  @Field(() => String, { nullable: true, description: 'Reason, at most 1,000 characters.' })
  note?: string | null;
}

@InputType('ForbidBitdefenderMatchInput', { description: 'Input of `forbidBitdefenderMatch`.' })
export class ForbidMatchInput {
  @Field(() => ID, { description: 'Id of the device.' })
  deviceId!: string;

  @Field(() => ID, { description: 'Id of the agent, which must belong to the same client.' })
  agentId!: string;

  @Field(() => String, { nullable: true, description: 'Reason, at most 1,000 characters.' })
  note?: string | null;
}

@InputType('RemoveBitdefenderMatchDecisionInput', { description: 'Input of `removeBitdefenderMatchDecision`.' })
export class RemoveMatchOverrideInput {
  @Field(() => ID, { description: 'Id of the decision to remove.' })
  decisionId!: string;
}

@ObjectType()
export abstract class MatchOverridePayload extends Payload {
  @Field(() => Device, { nullable: true, description: 'The device with its new match; null if there are errors.' })
  device?: Device | null;
}
