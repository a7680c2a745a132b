import { GraphQLDateTimeISO } from 'graphql-scalars';
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { AgentReference } from '../../graphql/core-types.js';
import { Payload } from '../../graphql/errors.js';
import { graphEnum } from '../../graphql/graph-enum.js';
import { Device } from '../detail/device.type.js';
import { type DecisionKind } from './resolve-decisions.js';

export const MatchOverrideKind = graphEnum(
  'BitdefenderMatchDecisionKind',
  'What a person said of a device and an agent.',
  {
    PIN: 'They are one machine.',
    FORBID: 'They are never one machine.',
  },
);
export type MatchOverrideKind = keyof typeof MatchOverrideKind;

@ObjectType('BitdefenderMatchDecision', { description: "A person's word on a device and an agent." })
export class MatchOverride {
  @Field(() => ID, { description: 'Our id of the decision.' })
  id!: string;

  @Field(() => MatchOverrideKind, { description: 'What was said.' })
  kind!: DecisionKind;

  @Field(() => ID, {
    description: 'The device it was said of; a twin or predecessor of this one, where it is not this.',
  })
  deviceId!: string;

  @Field(() => AgentReference, {
    description:
      'The agent it was said of, by the id of that day; one of the same host name stands in once it is gone.',
  })
  agent!: AgentReference;

  @Field(() => String, { description: 'Who said so: the subject of the token.' })
  decidedBy!: string;

  @Field(() => GraphQLDateTimeISO, { description: 'When.' })
  decidedAt!: Date;

  @Field(() => String, { nullable: true, description: 'Why, in their words.' })
  note!: string | null;
}

@InputType('PinBitdefenderDeviceInput', { description: 'A device and the agent on its machine.' })
export class PinDeviceInput {
  @Field(() => ID, { description: 'Our id of the device.' })
  deviceId!: string;

  @Field(() => ID, { description: 'The agent, of the same client.' })
  agentId!: string;

  @Field(() => String, { nullable: true, description: 'Why; at most 1,000 characters.' })
  note?: string | null;
}

@InputType('ForbidBitdefenderMatchInput', { description: 'A device and an agent that is not on its machine.' })
export class ForbidMatchInput {
  @Field(() => ID, { description: 'Our id of the device.' })
  deviceId!: string;

  @Field(() => ID, { description: 'The agent, of the same client.' })
  agentId!: string;

  @Field(() => String, { nullable: true, description: 'Why; at most 1,000 characters.' })
  note?: string | null;
}

@InputType('RemoveBitdefenderMatchDecisionInput', { description: 'The decision to take back.' })
export class RemoveMatchDecisionInput {
  @Field(() => ID, { description: 'Our id of the decision.' })
  decisionId!: string;
}

@ObjectType('BitdefenderMatchDecisionPayload', {
  description: 'The device as it is matched now, or why nothing was decided.',
})
export class MatchOverridePayload extends Payload {
  @Field(() => Device, { nullable: true, description: 'The device.' })
  device?: Device | null;
}
