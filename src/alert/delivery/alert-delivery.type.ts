import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Payload } from '../../graphql/errors.js';
import { connectionType } from '../../graphql/paging.js';
import { AlertDelivery, DeliveryKindEnum, DeliveryState } from '../list/alert.type.js';

@ObjectType('BitdefenderAlertMachine', { description: 'Machine whose alerts share a delivery.' })
export class AlertMachine {
  @Field(() => String, { description: 'Its name.' })
  hostName!: string;

  @Field(() => ID, { nullable: true, description: 'Id of the device; null if unknown.' })
  deviceId!: string | null;

  @Field(() => Int, { description: 'Number of the alerts that are on this machine.' })
  occurrences!: number;

  @Field(() => Date, { description: 'Time of the latest detection of their threats.' })
  lastDetectedAt!: Date;
}

/** A page of deliveries. */
export const AlertDeliveryConnection = connectionType('BitdefenderAlertDelivery', () => AlertDelivery);

@InputType('BitdefenderAlertDeliveryFilter', {
  description: 'Filter of deliveries. A delivery must match every value that is set.',
})
export class AlertDeliveryFilter {
  @Field(() => [DeliveryState], { nullable: true, description: 'States to include. DEAD deliveries were given up.' })
  state?: DeliveryState[] | null;

  @Field(() => [DeliveryKindEnum], { nullable: true, description: 'Kinds to include.' })
  kind?: DeliveryKindEnum[] | null;

  @Field(() => ID, { nullable: true, description: 'Only deliveries of this client.' })
  clientId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only deliveries requested by this rule.' })
  ruleId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only deliveries of this alert.' })
  alertId?: string | null;
}

@InputType('RetryBitdefenderAlertDeliveriesInput', { description: 'DEAD deliveries to retry.' })
export class RetryDeliveriesInput {
  @Field(() => [ID], { description: 'Ids of the deliveries, 1 to 500, each once.' })
  ids!: string[];
}

@ObjectType('BitdefenderAlertDeliveryOutcome', { description: 'Result for one delivery of the request.' })
export class DeliveryOutcome extends Payload {
  @Field(() => ID, { description: 'Id of the delivery of the request, in lower case.' })
  id!: string;

  @Field(() => AlertDelivery, { nullable: true, description: 'Delivery after the change; null if there is none.' })
  delivery!: AlertDelivery | null;
}

@ObjectType()
export abstract class RetryDeliveriesPayload extends Payload {
  @Field(() => [DeliveryOutcome], { nullable: true, description: 'In the order of the request.' })
  outcomes?: DeliveryOutcome[];
}
