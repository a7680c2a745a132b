import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { Payload } from '../../graphql/errors.js';
import { graphEnum } from '../../graphql/graph-enum.js';
import { Alert } from './alert.type.js';

export const AlertDecision = graphEnum('BitdefenderAlertDecision', 'What a person decides about alerts.', {
  ACKNOWLEDGE: 'It is mine now: it no longer follows its threat by itself.',
  SNOOZE: 'It is put aside: wants `until`. It follows its threat, and reopens when its threat comes back.',
  ASSIGN: 'Assigns the alert to `assigneeId`, or unassigns it if that is left out. Keeps its state.',
  RESOLVE: 'It is done, unless its threat comes back.',
  REOPEN: 'It wants attention again, and follows its threat.',
});
export type AlertDecision = keyof typeof AlertDecision;

@InputType('DecideBitdefenderAlertsInput', { description: 'A decision about alerts; their threats stay as they are.' })
export class DecideAlertsInput {
  @Field(() => [ID], { description: 'The alerts, 1 to 500, each once.' })
  ids!: string[];

  @Field(() => AlertDecision, { description: 'Decision to apply.' })
  decision!: AlertDecision;

  @Field(() => Date, { nullable: true, description: 'For SNOOZE: until when, within a year.' })
  until?: Date | null;

  @Field(() => ID, { nullable: true, description: 'For ASSIGN: the technician.' })
  assigneeId?: string | null;

  @Field(() => String, { nullable: true, description: 'A note for the log, up to 2,000 characters.' })
  note?: string | null;
}

@ObjectType('BitdefenderAlertOutcome', { description: 'Result for one alert of the request.' })
export class AlertOutcome extends Payload {
  @Field(() => ID, { description: 'Id of the alert of the request, in lower case.' })
  id!: string;

  @Field(() => Alert, { nullable: true, description: 'Alert after the change; null if there is none.' })
  alert!: Alert | null;
}

@ObjectType()
export abstract class DecideAlertsPayload extends Payload {
  @Field(() => [AlertOutcome], { nullable: true, description: 'In the order of the request.' })
  outcomes?: AlertOutcome[];
}
