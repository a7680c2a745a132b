import { GraphQLDateTimeISO } from 'graphql-scalars';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Payload } from '../../graphql/errors.js';
import { connectionType } from '../../graphql/paging.js';
import { ActionKind, ActionState, AlertDelivery } from '../list/alert.type.js';

@ObjectType('BitdefenderAlertMachine', { description: 'A machine on which alerts share an action.' })
export class AlertMachine {
  @Field(() => String, { description: 'Its name.' })
  hostName!: string;

  @Field(() => ID, { nullable: true, description: 'Our id of the device; null where we know none.' })
  deviceId!: string | null;

  @Field(() => Int, { description: 'How many of the alerts are of it.' })
  occurrences!: number;

  @Field(() => GraphQLDateTimeISO, { description: 'When the last of their threats was detected.' })
  lastDetectedAt!: Date;
}

/** A page of actions. */
export const AlertDeliveryConnection = connectionType('BitdefenderAlertAction', () => AlertDelivery);

@InputType('BitdefenderAlertActionFilter', {
  description: 'Which actions to show: those for which all that is given holds. What is left out narrows nothing.',
})
export class AlertDeliveryFilter {
  @Field(() => [ActionState], { nullable: true, description: 'Only those that are this far. DEAD are those given up.' })
  state?: ActionState[] | null;

  @Field(() => [ActionKind], { nullable: true, description: 'Only those that do one of these.' })
  kind?: ActionKind[] | null;

  @Field(() => ID, { nullable: true, description: 'Only of this client.' })
  clientId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only those this rule asked for.' })
  ruleId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only those of this alert.' })
  alertId?: string | null;
}

@InputType('RetryBitdefenderAlertActionsInput', { description: 'Actions that were given up and shall be tried again.' })
export class RetryActionsInput {
  @Field(() => [ID], { description: 'The actions, at most 500.' })
  ids!: string[];
}

@ObjectType('BitdefenderAlertActionOutcome', { description: 'What became of one action of the request.' })
export class ActionOutcome extends Payload {
  @Field(() => ID, { description: 'The action as it was asked for.' })
  id!: string;

  @Field(() => AlertDelivery, { nullable: true, description: 'The action as it is now; null where there is none.' })
  action!: AlertDelivery | null;
}

@ObjectType('RetryBitdefenderAlertActionsPayload', { description: 'A result for each action.' })
export class RetryActionsPayload extends Payload {
  @Field(() => [ActionOutcome], { nullable: true, description: 'In the order of the request.' })
  outcomes?: ActionOutcome[];
}
