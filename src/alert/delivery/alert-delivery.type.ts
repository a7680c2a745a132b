import { GraphQLDateTimeISO } from 'graphql-scalars';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Payload } from '../../graphql/errors.js';
import { connectionType } from '../../graphql/paging.js';
import { ActionKind, ActionState, AlertDelivery } from '../list/alert.type.js';

@ObjectType('BitdefenderAlertMachine', { description: 'Machine whose alerts share an action.' })
export class AlertMachine {
  @Field(() => String, { description: 'Its name.' })
  hostName!: string;

  @Field(() => ID, { nullable: true, description: 'Id of the device; null if unknown.' })
  deviceId!: string | null;

  @Field(() => Int, { description: 'Number of the alerts that are on this machine.' })
  occurrences!: number;

  @Field(() => GraphQLDateTimeISO, { description: 'Time of the latest detection of their threats.' })
  lastDetectedAt!: Date;
}

/** A page of actions. */
export const AlertDeliveryConnection = connectionType('BitdefenderAlertAction', () => AlertDelivery);

@InputType('BitdefenderAlertActionFilter', {
  description: 'Filter of actions. An action must match every value that is set.',
})
export class AlertDeliveryFilter {
  @Field(() => [ActionState], { nullable: true, description: 'States to include. DEAD actions were given up.' })
  state?: ActionState[] | null;

  @Field(() => [ActionKind], { nullable: true, description: 'Kinds to include.' })
  kind?: ActionKind[] | null;

  @Field(() => ID, { nullable: true, description: 'Only actions of this client.' })
  clientId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only actions requested by this rule.' })
  ruleId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only actions of this alert.' })
  alertId?: string | null;
}

@InputType('RetryBitdefenderAlertActionsInput', { description: 'DEAD actions to retry.' })
export class RetryActionsInput {
  @Field(() => [ID], { description: 'Ids of the actions, 1 to 500, each once.' })
  ids!: string[];
}

@ObjectType('BitdefenderAlertActionOutcome', { description: 'Result for one action of the request.' })
export class ActionOutcome extends Payload {
  @Field(() => ID, { description: 'Id of the action of the request, in lower case.' })
  id!: string;

  @Field(() => AlertDelivery, { nullable: true, description: 'Action after the change; null if there is none.' })
  action!: AlertDelivery | null;
}

@ObjectType('RetryBitdefenderAlertActionsPayload', { description: 'One result for each action.' })
export class RetryActionsPayload extends Payload {
  @Field(() => [ActionOutcome], { nullable: true, description: 'In the order of the request.' })
  outcomes?: ActionOutcome[];
}
